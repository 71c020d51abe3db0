// An account keeps a way in: the last one cannot be removed. A mailed code does not count, because the account would then
// depend on the mailbox alone.
import { hasWayIn, readFactors } from '@/lib/auth/factors'
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/**
 * Runs `remove` in the transaction of `db`, and throws last_way_in if the account has no way in afterwards. The lock
 * serializes two removals of one person.
 */
export async function removeWayIn<T>(db: IdentityDb, userId: string, remove: () => Promise<T>): Promise<T> {
  await db.$queryRaw`select id from users where id = ${userId} for update`
  const removed = await remove()
  if (!hasWayIn(await readFactors(db, userId))) throw new AppError('last_way_in')
  return removed
}
