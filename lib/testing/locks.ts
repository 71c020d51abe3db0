// Waits for locks in the database, so that tests of races continue on a condition and not after a delay.
import { Client } from 'pg'
import { vi } from 'vitest'
import { asOwner } from './fixtures'

const onServer = Boolean(process.env.TEST_DATABASE_URL)

async function countBlocked(pid: number): Promise<number> {
  const [row] = await asOwner<{ count: number }>(
    `with recursive blocked as (
       select $1::int as pid
       union select a.pid from pg_stat_activity a join blocked b on b.pid = any(pg_blocking_pids(a.pid)))
     select count(*)::int - 1 as count from blocked`,
    [pid],
  )
  return row!.count
}

/**
 * In: the process id of a backend, and how many transactions should wait for it, which is evaluated on every check.
 * Returns when that many wait for its locks, directly or behind one another; throws after half a minute. Returns at
 * once on the embedded database, which runs one transaction after another, so that none waits.
 */
export async function untilBlocked(pid: number, expected: () => number): Promise<void> {
  if (!onServer) return
  const check = async () => {
    const waiting = await countBlocked(pid)
    if (waiting < expected()) throw new Error(`${waiting} of ${expected()} transactions wait for backend ${pid}.`)
  }
  await vi.waitFor(check, { timeout: 30_000, interval: 10 })
}

/** Runs `work` with a connection of the tables' owner, and closes it. */
async function withOwner<T>(work: (client: Client, pid: number) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: process.env.TEST_OWNER_URL })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return await work(client, rows[0]!.pid)
  } finally {
    await client.end()
  }
}

type Waiting = (count: number) => Promise<void>

/**
 * Starts `work` while another transaction holds the locks or changes of `sql`, which is committed when all of `work`
 * waits for it or has finished. `work` gets a function that waits for a number of waiting transactions. Out: the
 * results of `work`.
 */
export const whileHeld = (
  sql: string,
  values: unknown[],
  work: (waiting: Waiting) => Promise<unknown>[],
): Promise<PromiseSettledResult<unknown>[]> =>
  withOwner(async (holder, pid) => {
    await holder.query('begin')
    await holder.query(sql, values)
    let left = 0
    const started = work((count) => untilBlocked(pid, () => count)).map((each) => (left++, each.finally(() => left--)))
    const outcomes = Promise.allSettled(started)
    await untilBlocked(pid, () => left)
    await holder.query('commit')
    return outcomes
  })
