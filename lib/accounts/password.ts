// Changing one's own password, setting the first one, or removing it where there is another way in. All other sessions end, as do
// copies of this one's cookie, and a mail says so.
import type { z } from 'zod'
import { recordSessionEnd } from '@/lib/audit/visits'
import { assertUncommon } from '@/lib/auth/common-passwords'
import { checkOwnPassword } from '@/lib/auth/credentials'
import { hasSecondFactor, readFactors } from '@/lib/auth/factors'
import { hashPassword } from '@/lib/auth/passwords'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { PersonSession, UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError, fieldError, notFound } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { passwordRemovedMessage } from '@/lib/mail/account-templates'
import { passwordChangedMessage } from '@/lib/mail/templates'
import { requireRecentPerson, withOwnAccount } from './own-account'
import type { changePasswordSchema } from './schema'
import { endOtherSessionsOf } from './sessions-end'
import { removingWayIn } from './ways-in'

/**
 * The current password or a recent sign-in proves the person; in an account with a second factor only the recent sign-in does.
 * Out: the session, for the browser's new cookie. Throws validation_failed for a wrong current password or a common new one,
 * reauth_required, rate_limited, conflict.
 */
export async function changePassword(
  ctx: UserContext,
  { current_password: current, new_password: chosen }: z.infer<typeof changePasswordSchema>,
  headers: Headers,
): Promise<UserContext> {
  const { session, passwordHash, factors } = await withOwnAccount(ctx, async (db, session) => ({
    session,
    passwordHash: await readHash(db, session),
    factors: await readFactors(db, session.userId),
  }))
  // The password alone is not enough in an account with a second factor.
  if (current === undefined || hasSecondFactor(factors)) requireRecentSignIn(session)
  if (current !== undefined) await assertCurrent(session, passwordHash, current, headers)
  const { user } = session
  await assertUncommon(chosen, { email: user.email, names: [user.name] }, 'new_password')
  const newHash = await hashPassword(chosen)
  const { visited, kept } = await withIdentity((db) => replaceHash(db, session, passwordHash, newHash))
  await recordSessionEnd(visited, user, session.origin)
  return kept
}

const readHash = async (db: IdentityDb, { userId: id }: PersonSession): Promise<string | null> =>
  (await db.user.findFirstOrThrow({ where: { id }, select: { passwordHash: true } })).passwordHash

async function assertCurrent(
  session: PersonSession,
  passwordHash: string | null,
  current: string,
  headers: Headers,
): Promise<void> {
  try {
    await checkOwnPassword(session, passwordHash, current, headers)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_credentials') throw error
    throw fieldError('current_password', error.message)
  }
}

// Only if the password was not replaced meanwhile, by another session or a mailed link.
async function replaceHash(
  db: IdentityDb,
  session: PersonSession,
  before: string | null,
  passwordHash: string,
): Promise<{ visited: string[]; kept: UserContext }> {
  const { userId: id, user } = session
  const { count } = await db.user.updateMany({ where: { id, passwordHash: before }, data: { passwordHash } })
  if (count === 0) throw new AppError('conflict', { detail: 'Your password was changed elsewhere at the same time.' })
  await db.emailToken.deleteMany({ where: { userId: id, purpose: 'reset_password' } })
  await enqueueEmail(db, user.email, passwordChangedMessage(user.name, 'others'))
  return endOtherSessionsOf(db, session)
}

/**
 * Out: the session, for the browser's new cookie. Throws reauth_required, not_found for an account without a password,
 * last_way_in.
 */
export async function removePassword(ctx: UserContext): Promise<UserContext> {
  const session = await requireRecentPerson(ctx)
  const { user, origin } = session
  const { visited, kept } = await withIdentity(async (db) => {
    await removingWayIn(db, user.id, async () => {
      const where = { id: user.id, passwordHash: { not: null } }
      const { count } = await db.user.updateMany({ where, data: { passwordHash: null } })
      if (count === 0) notFound()
    })
    await db.emailToken.deleteMany({ where: { userId: user.id, purpose: 'reset_password' } })
    await enqueueEmail(db, user.email, passwordRemovedMessage(user.name))
    return endOtherSessionsOf(db, session)
  })
  await recordSessionEnd(visited, user, origin)
  return kept
}
