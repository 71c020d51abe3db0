// The last way into an account cannot be removed, whatever runs at the same moment.
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/** Serializes changes of how a person signs in. */
export const lockAccount = async (db: IdentityDb, userId: string): Promise<void> =>
  void (await db.$queryRaw`select 1 from users where id = ${userId} for update`)

/** Runs `remove` in the transaction of `db`. Throws last_way_in, which rolls it back, if that takes the last way in. */
export async function removingWayIn<T>(db: IdentityDb, userId: string, remove: () => Promise<T>): Promise<T> {
  await lockAccount(db, userId)
  const before = await countWaysIn(db, userId)
  const result = await remove()
  if (before > 0 && (await countWaysIn(db, userId)) === 0) throw new AppError('last_way_in')
  return result
}

/** How many ways of signing in an account has. A mailed code does not count: the account would depend on the mailbox alone. */
async function countWaysIn(db: IdentityDb, userId: string): Promise<number> {
  const passwords = await db.user.count({ where: { id: userId, passwordHash: { not: null } } })
  const where = { userId }
  return passwords + (await db.passkey.count({ where })) + (await db.connection.count({ where }))
}
