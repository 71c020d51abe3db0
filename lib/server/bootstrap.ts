// The first account of a new server, without a browser: BOOTSTRAP_OWNER_EMAIL gets an account and a link to choose its
// password, and with BOOTSTRAP_ORGANIZATION an organization. Later starts do nothing: there are accounts then.
import { createLink, resetHours } from '@/lib/accounts/email-links'
import { normalizeEmailAddress } from '@/lib/auth/email-address'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { firstOwnerMessage } from '@/lib/mail/account-templates'
import { enqueueEmail, hasNoServer } from '@/lib/mail/outbox'
import { createOrganizationFor } from '@/lib/organizations/commands'

type FirstOwner = { id: string; name: string; token: string }

/** Prints the link where no mail can be sent. Several servers may start at once. */
export async function bootstrap(print: (line: string) => void = console.log): Promise<void> {
  const { BOOTSTRAP_OWNER_EMAIL: given, BOOTSTRAP_ORGANIZATION: organization, APP_URL } = getEnv()
  const email = given && normalizeEmailAddress(given)
  const owner = email ? await createFirstOwner(email) : null
  if (!owner) return
  if (organization)
    await createOrganizationFor({ userId: owner.id, user: { name: owner.name } }, { name: organization })
  if (hasNoServer()) print(`Choose the password of ${email}: ${APP_URL}/reset-password?token=${owner.token}`)
}

const createFirstOwner = (email: string): Promise<FirstOwner | null> =>
  withIdentity(async (db) => {
    await db.$queryRaw`select pg_advisory_xact_lock(hashtext('bootstrap'))::text`
    if ((await db.user.count()) > 0) return null
    const name = email.split('@')[0]!
    // The operator vouches for the address, and the link goes to nobody else.
    const { id } = await db.user.create({ data: { name, email, emailVerifiedAt: new Date() }, select: { id: true } })
    const token = await createLink(db, id, 'reset_password')
    await enqueueEmail(db, email, firstOwnerMessage(token, resetHours))
    return { id, name, token }
  })
