// How every statement reaches Postgres: in a transaction of a door, or as one call of a door's SQL function. Failures come
// out as refusals; a deadlock is tried again, since nothing but SQL happens inside.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { database, type Prisma } from './client'
import { isRetryable, translateFailure } from './failures'

const attempts = 3
const inside = new AsyncLocalStorage<true>()

/** Runs `work` in one transaction. Refuses to nest: an inner door would hold a second connection and could deadlock. */
export async function transaction<T>(work: (db: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  if (inside.getStore()) throw new Error('A door was opened inside another: pass `db` on instead.')
  for (let attempt = 1; ; attempt++) {
    try {
      return await inside.run(true, () => database().prisma.$transaction(work))
    } catch (error) {
      if (attempt === attempts || !isRetryable(error)) throw translateFailure(error)
      await sleep(10 * attempt + Math.random() * 40)
    }
  }
}

/** One statement of its own, for the SQL functions that drop to a weak role by themselves. */
export async function call<Row>(sql: string, values: unknown[]): Promise<Row[]> {
  if (inside.getStore()) throw new Error('A door was opened inside another: pass `db` on instead.')
  try {
    const { rows } = await database().pool.query(sql, values)
    return rows as Row[]
  } catch (error) {
    throw translateFailure(error)
  }
}

const longMs = 15 * 60 * 1000

/** The same for work that nobody waits for, which may take minutes. */
export async function callForLong<Row>(sql: string, values: unknown[]): Promise<Row[]> {
  const client = await database().pool.connect()
  try {
    await client.query('begin')
    await client.query(`set local statement_timeout = ${longMs}`)
    const patient = { text: sql, values, query_timeout: longMs }
    const { rows } = await client.query(patient)
    await client.query('commit')
    return rows as Row[]
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw translateFailure(error)
  } finally {
    client.release()
  }
}
