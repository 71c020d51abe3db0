// How busy the connections to Postgres are, for the metrics.
import { database } from './client'

/** By pool: connections in use, idle ones, and transactions that wait for one. */
export function poolCounts(): { pool: string; used: number; idle: number; waiting: number }[] {
  const { tenant, identity, replica } = database()
  const pools = { tenant, identity, ...(replica && { replica }) }
  return Object.entries(pools).map(([pool, { totalCount, idleCount, waitingCount }]) => {
    return { pool, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  })
}
