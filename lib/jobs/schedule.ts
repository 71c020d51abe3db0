// Schedules background work. Every server runs it, so the work must be safe on several servers at once. A run that failed is tried
// again after seconds, with growing pauses. All pauses vary, so that jobs and servers that start together do not ask for the
// database's connections at the same moments.
import { AppError } from '@/lib/errors'
import { log, reportError } from '@/lib/log'
import { registerJob, type JobState } from './state'

const hourMs = 60 * 60_000
const firstWithinMs = 15_000
const firstRetryMs = 5_000
const longestRetryMs = 5 * 60_000

/** Between three quarters and five quarters. */
const varied = (ms: number): number => ms * (0.75 + Math.random() / 2)

const retryMs = ({ failuresInRow, everyMs }: JobState): number =>
  Math.min(everyMs, firstRetryMs * 2 ** (failuresInRow - 1), longestRetryMs)

/** Runs the work within seconds, and again and again: `everyMs` after a run that worked, sooner after one that failed. */
export function schedule(name: string, everyMs: number, work: () => Promise<unknown>): void {
  const job = registerJob(name, everyMs)
  const wait = (ms: number): void => {
    job.nextAt = Date.now() + ms
    setTimeout(() => void turn(), ms).unref()
  }
  const turn = async (): Promise<void> => {
    job.nextAt = null
    await runOnce(job, work)
    wait(varied(job.failuresInRow > 0 ? retryMs(job) : everyMs))
  }
  wait(Math.random() * Math.min(everyMs, firstWithinMs))
}

export const everyHour = (name: string, work: () => Promise<unknown>): void => schedule(name, hourMs, work)

async function runOnce(job: JobState, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    job.lastSuccessAt = Date.now()
    job.failuresInRow = 0
  } catch (error) {
    job.failures++
    job.failuresInRow++
    const about = { job: job.name, failures: job.failuresInRow }
    // An outage of the database is not a defect.
    if (error instanceof AppError || error instanceof Incomplete)
      log.warn({ ...about, error: error.message }, 'a job did not work and is tried again')
    else reportError(error, about)
  } finally {
    job.runs++
  }
}

/** A run in which some of the items failed. */
class Incomplete extends Error {}

/**
 * The work of one run on many items: a failure is handed to `onFailure` and does not stop the others, but the run counts as failed.
 * Out: the sum of what `work` returns.
 */
export async function attemptEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<number>,
  onFailure: (item: T, error: Error) => void,
): Promise<number> {
  let sum = 0
  let failures = 0
  for (const item of items)
    try {
      sum += await work(item)
    } catch (error) {
      failures++
      onFailure(item, error as Error)
    }
  if (failures > 0) throw new Incomplete(`${failures} of ${items.length} failed`)
  return sum
}
