import { visitedOrganizations } from '@/lib/audit/visits'
import type { IdentityDb } from '@/lib/db/with-identity'

/**
 * Ends a person's sessions in the transaction of `db`, except `kept`, and sign-ins that wait for a second factor. Out:
 * the organizations that they had entered, for `recordSessionEnd` afterwards.
 */
export async function endSessionsOf(db: IdentityDb, userId: string, kept?: string): Promise<string[]> {
  await db.pendingSignIn.deleteMany({ where: { userId } })
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
