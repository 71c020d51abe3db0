// Large reads on a streaming replica (DATABASE_REPLICA_URL). The access check is never one of them: it runs on the primary, which
// also says how far its log is. The replica is asked only when it has replayed that much, so a read is never older than its own
// check. A replica that is away or lags behind is left out for a while, and the primary answers.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Needed } from '@/lib/permissions/catalogue'
import { asRole, assumption } from './authorize'
import { database } from './client'
import { assertWeak } from './logins'
import { isCounting } from './returned-rows'
import type { OrgContext, OrgSession } from './session'
import type { Sql } from './sql'
import { askAs, transaction } from './transaction'
import { inTurn } from './turns'
import { queryOrg, withOrg, type OrgDb } from './with-org'

type Reading = Exclude<Needed, 'any' | 'any:write'>

const patienceMs = 100
const pollMs = 5
const restMs = 10_000

// After a failure it rests. `isLoginChecked`: as those of the primary are at the start.
type State = { restsUntil: number; isLoginChecked: boolean }

const states = new WeakMap<Pool, State>()

function stateOf(pool: Pool): State {
  const state = states.get(pool) ?? { restsUntil: 0, isLoginChecked: false }
  states.set(pool, state)
  return state
}

/** The replica's state; undefined if there is none or it rests. What is counted for an access report is read in one transaction. */
function usable(): State | undefined {
  const { replica } = database()
  const state = replica && stateOf(replica)
  return state && performance.now() >= state.restsUntil && !isCounting() ? state : undefined
}

/**
 * Like `withOrg`, for work that only reads, and reads much: it costs a second transaction. Throws as `withOrg` does.
 */
export async function withReplica<T>(
  ctx: OrgContext,
  needed: Reading,
  work: (db: OrgDb, session: OrgSession) => Promise<T>,
): Promise<T> {
  const state = usable()
  if (!state) return withOrg(ctx, needed, work)
  const { session, position } = await withOrg(ctx, needed, async (db, session) => {
    const [row] = await db.$queryRaw<{ position: string }[]>`select pg_current_wal_flush_lsn()::text as position`
    return { session, position: row!.position }
  })
  try {
    return await onReplica(state, session, position, work)
  } catch (error) {
    if (error instanceof AppError && error.code !== 'unavailable') throw error
    state.restsUntil = performance.now() + restMs
    log.warn({ error: reasonOf(error) }, 'the replica did not answer, so the primary does')
    return withOrg(ctx, needed, work)
  }
}

/** Like `queryOrg`, for a statement that reads much. */
export const queryReplica = <Row, T>(
  ctx: OrgContext,
  needed: Reading,
  statement: (session: OrgSession) => Sql,
  read: (rows: Row[], session: OrgSession) => T,
): Promise<T> =>
  usable()
    ? withReplica(ctx, needed, async (db, session) => read(await db.$queryRaw<Row[]>(statement(session)), session))
    : queryOrg(ctx, needed, statement, read)

async function onReplica<T>(
  state: State,
  session: OrgSession,
  position: string,
  work: (db: OrgDb, session: OrgSession) => Promise<T>,
): Promise<T> {
  if (!state.isLoginChecked) await assertWeak('replica', 'DATABASE_REPLICA_URL')
  state.isLoginChecked = true
  const { org, actor } = session
  return inTurn(org.id, () =>
    transaction(
      'replica',
      async () => asRole('tenant', await assumption(org.id, actor.id)),
      async (db: OrgDb) => {
        await untilReplayed(db, position)
        return work(db, session)
      },
    ),
  )
}

// Each statement sees what is replayed when it begins.
async function untilReplayed(db: OrgDb, position: string): Promise<void> {
  const end = performance.now() + patienceMs
  for (;;) {
    const [row] = await db.$queryRaw<{ isReplayed: boolean }[]>`
      select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= ${position}::pg_lsn as "isReplayed"`
    if (row!.isReplayed) return
    if (performance.now() > end) throw new Error('it lags behind')
    await sleep(pollMs)
  }
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}

/** Whether the replica answers, and how many seconds the last change that it has is old; null without a replica. */
export async function findReplica(): Promise<{ isReachable: boolean; lagSeconds: number | null } | null> {
  if (!database().replica) return null
  const text = `select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 as lag,
    pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() as "isCurrent", pg_is_in_recovery() as "isReplica"`
  try {
    const [result] = await askAs('replica', 'tenant', [{ text, values: [] }])
    const { lag, isCurrent, isReplica } = result!.rows[0] as {
      lag: number | null
      isCurrent: boolean
      isReplica: boolean
    }
    // Without writes on the primary the last change becomes old, and nothing is missing.
    return { isReachable: isReplica, lagSeconds: isReplica ? (isCurrent ? 0 : lag) : null }
  } catch {
    return { isReachable: false, lagSeconds: null }
  }
}
