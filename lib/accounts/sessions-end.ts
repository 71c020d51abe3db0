import { visitedOrganizations } from '@/lib/audit/visits'
import { replaceCookie } from '@/lib/auth/replace-cookie'
import type { UserContext } from '@/lib/db/session'
import type { IdentityDb } from '@/lib/db/with-identity'

/**
 * Ends a person's sessions in the transaction of `db`, with sign-ins that are not finished and codes that were mailed for one. Out: the
 * organizations that they had entered, for `recordSessionEnd` afterwards.
 */
export const endSessionsOf = (db: IdentityDb, userId: string): Promise<string[]> => end(db, userId)

/**
 * The same for all but one session, of which only the copies of its cookie end. Also out: that session, for the browser's new cookie.
 * Throws unauthenticated.
 */
export async function endOtherSessionsOf(
  db: IdentityDb,
  { userId, sessionId, cookieVersion }: UserContext,
): Promise<{ visited: string[]; kept: UserContext }> {
  const visited = await end(db, userId, sessionId)
  return { visited, kept: await replaceCookie(db, { userId, sessionId, cookieVersion }) }
}

async function end(db: IdentityDb, userId: string, kept?: string): Promise<string[]> {
  // First, because its lock makes a sign-in that is on its way either a session, which ends below, or refused.
  await db.user.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } }, select: { id: true } })
  await db.pendingSignIn.deleteMany({ where: { userId } })
  await db.signInCode.deleteMany({ where: { userId } })
  const ended = await db.session.updateManyAndReturn({
    where: { userId, endedAt: null, ...(kept && { id: { not: kept } }) },
    data: { endedAt: new Date() },
    select: { id: true },
  })
  return visitedOrganizations(
    db,
    ended.map(({ id }) => id),
  )
}
