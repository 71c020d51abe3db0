// How busy the connections to Postgres are, for the metrics.
import { database } from './client'

/** By pool: connections in use, idle ones, and transactions that wait for one. */
export function poolCounts(): { pool: string; used: number; idle: number; waiting: number }[] {
  const { tenant, identity } = database()
  return Object.entries({ tenant, identity }).map(([pool, { totalCount, idleCount, waitingCount }]) => {
    return { pool, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  })
}
