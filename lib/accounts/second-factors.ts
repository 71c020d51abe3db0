// Adding and removing second factors. The first one brings recovery codes and ends all other sessions, which were signed in
// without it; with the last one the codes go. Each change takes a recent sign-in, and a mail tells of it.
import { recordSessionEnd } from '@/lib/audit/visits'
import { sessionLifetimeSeconds } from '@/lib/auth/credentials'
import { hasSecondFactor, readFactors, type FactorKind } from '@/lib/auth/factors'
import { countRecoveryCodes, deleteRecoveryCodes, replaceRecoveryCodes } from '@/lib/auth/recovery-codes'
import { renewSignInWith } from '@/lib/auth/step-up'
import type { PersonSession, UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { factorAddedMessage, factorRemovedMessage, recoveryCodesReplacedMessage } from '@/lib/mail/account-templates'
import { enqueueEmail } from '@/lib/mail/outbox'
import { requireRecentPerson, withOwnAccount } from './own-account'
import { endOtherSessionsOf } from './sessions-end'
import { lockAccount, removingWayIn } from './ways-in'

/** `label`: the name of a passkey. */
type Changed = { factor: Extract<FactorKind, 'totp' | 'passkey'>; label?: string }

/** Out: recovery codes, to show once, if it is the first second factor, else null; and the session, for the browser's new cookie. */
export type AddedFactor = { codes: string[] | null; kept: UserContext }

/** `amr`: what the person has proven with it, which confirms the sign-in. Throws unauthenticated, and what `add` throws. */
export async function addSecondFactor(
  session: PersonSession,
  { amr, ...changed }: Changed & { amr: readonly string[] },
  add: (db: IdentityDb) => Promise<void>,
): Promise<AddedFactor> {
  const { user, origin } = session
  const { codes, visited, kept } = await withIdentity(async (db) => {
    await lockAccount(db, user.id)
    const isFirst = !hasSecondFactor(await readFactors(db, user.id))
    await add(db)
    await enqueueEmail(db, user.email, factorAddedMessage({ ...changed, name: user.name }))
    if (!isFirst) return { codes: null, visited: [], kept: await renewSignInWith(db, session, amr) }
    const { visited, kept } = await endOtherSessionsOf(db, session)
    return { codes: await replaceRecoveryCodes(db, user.id), visited, kept: await renewSignInWith(db, kept, amr) }
  })
  await recordSessionEnd(visited, user, origin)
  return { codes, kept }
}

/** In: `remove` answers what was removed, or throws. Out: that. Throws last_way_in. */
export const removeSecondFactor = <Removed extends Changed>(
  { user }: PersonSession,
  remove: (db: IdentityDb) => Promise<Removed>,
): Promise<Removed> =>
  withIdentity(async (db) => {
    const changed = await removingWayIn(db, user.id, () => remove(db))
    if (!hasSecondFactor(await readFactors(db, user.id))) await deleteRecoveryCodes(db, user.id)
    await enqueueEmail(db, user.email, factorRemovedMessage({ ...changed, name: user.name }))
    return changed
  })

/** Out: new codes, to show once. Throws reauth_required, conflict for an account without a second factor. */
export async function renewRecoveryCodes(ctx: UserContext): Promise<string[]> {
  const { user } = await requireRecentPerson(ctx)
  return withIdentity(async (db) => {
    await lockAccount(db, user.id)
    if (!hasSecondFactor(await readFactors(db, user.id)))
      throw new AppError('conflict', { detail: 'Recovery codes stand in for a second factor. Set one up first.' })
    await enqueueEmail(db, user.email, recoveryCodesReplacedMessage(user.name))
    return replaceRecoveryCodes(db, user.id)
  })
}

/** How many recovery codes are left unused. Throws unauthenticated. */
export const countMyRecoveryCodes = (ctx: UserContext): Promise<number> =>
  withOwnAccount(ctx, (db, { userId }) => countRecoveryCodes(db, userId))

/**
 * Removes what a thief may have added, in the transaction of `db`: the factors since `changedAt` and those of the 30 days before, because
 * the session that was stolen to change the address lasts no longer. Recovery codes may be the thief's, too.
 */
export async function removeFactorsAround(db: IdentityDb, userId: string, changedAt: Date): Promise<void> {
  const since = new Date(changedAt.getTime() - sessionLifetimeSeconds * 1000)
  await db.passkey.deleteMany({ where: { userId, createdAt: { gte: since } } })
  // Only a confirmed one counts, however long ago its set-up began.
  await db.totpSecret.deleteMany({ where: { userId, OR: [{ confirmedAt: { gte: since } }, { confirmedAt: null }] } })
  await deleteRecoveryCodes(db, userId)
}
