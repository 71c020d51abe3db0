import { visitedOrganizations } from '@/lib/audit/visits'
import type { IdentityDb } from '@/lib/db/with-identity'

/**
 * Ends a person's sessions in the transaction of `db`, except `kept`, with sign-ins that are not finished and codes that were mailed
 * for one. Out: the organizations that they had entered, for `recordSessionEnd` afterwards.
 */
export async function endSessionsOf(db: IdentityDb, userId: string, kept?: string): Promise<string[]> {
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
