// The first account of a new server, without a browser: BOOTSTRAP_OWNER_EMAIL gets an account and a link to choose its
// password, and with BOOTSTRAP_ORGANIZATION an organization. Later starts do nothing: there are accounts then.
import { createLink, resetHours } from '@/lib/accounts/email-links'
import { normalizeEmailAddress } from '@/lib/auth/email-address'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { firstOwnerMessage } from '@/lib/mail/account-templates'
import { enqueueEmail, hasNoServer } from '@/lib/mail/outbox'
import { createOrganizationFor } from '@/lib/organizations/commands'
import { createOrganizationSchema } from '@/lib/organizations/schema'

type FirstOwner = { id: string; name: string; token: string }

/** Prints the link where no mail can be sent. Several servers may start at once. Throws for a name that no organization may have. */
export async function bootstrap(print: (line: string) => void = console.log): Promise<void> {
  const { BOOTSTRAP_OWNER_EMAIL: given, BOOTSTRAP_ORGANIZATION, APP_URL } = getEnv()
  const email = given && normalizeEmailAddress(given)
  if (given && !email) throw new Error('BOOTSTRAP_OWNER_EMAIL is no email address.')
  const name = BOOTSTRAP_ORGANIZATION && toName(BOOTSTRAP_ORGANIZATION)
  const owner = email ? await createFirstOwner(email) : null
  if (!owner) return
  if (hasNoServer()) print(`Choose the password of ${email}: ${APP_URL}/reset-password?token=${owner.token}`)
  if (name) await createOrganizationFor({ userId: owner.id, user: { name: owner.name } }, { name })
}

function toName(given: string): string {
  const { data, error } = createOrganizationSchema.shape.name.safeParse(given)
  if (error) throw new Error(`BOOTSTRAP_ORGANIZATION is no name of an organization. ${error.issues[0]!.message}`)
  return data
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
