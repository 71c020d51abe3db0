// What the application tells the server in front of it (scripts/server) for the metrics: connections, jobs, the outbox.
import { poolCounts } from '@/lib/db/pools'
import { isMissed, listJobs } from '@/lib/jobs/state'
import { countWaiting } from '@/lib/mail/outbox'

async function readState(patienceMs: number) {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patienceMs).unref())
  return {
    pools: poolCounts(),
    jobs: listJobs().map((job) => ({ ...job, isMissed: isMissed(job) })),
    // Missing while the database is away.
    outbox: await Promise.race([countWaiting().catch(() => undefined), late]),
  }
}

export const publishState = (): void => void Object.assign(globalThis, { [Symbol.for('application-state')]: readState })
