// What is known of the background work of this process: when each job ran, whether it worked, and whether a run was missed.

export type JobState = {
  name: string
  everyMs: number
  since: number
  runs: number
  failures: number
  failuresInRow: number
  lastSuccessAt: number | null
  /** Null while it runs. */
  nextAt: number | null
}

// A run may take that long beyond its time before it counts as missed.
const graceMs = 5 * 60_000

// One per process, although Next bundles this module twice: for the start and for the routes.
const shared = globalThis as { jobs?: Map<string, JobState> }
const jobs = (shared.jobs ??= new Map<string, JobState>())

/** Out: the state that the job updates after each run, for readiness and metrics. `everyMs`: its interval in ms. */
export function registerJob(name: string, everyMs: number): JobState {
  const since = Date.now()
  const state = { name, everyMs, since, runs: 0, failures: 0, failuresInRow: 0, lastSuccessAt: null, nextAt: null }
  jobs.set(name, state)
  return state
}

export const listJobs = (): JobState[] => [...jobs.values()]

/** True if its last run failed, or if none has worked for longer than its interval. */
export function isMissed({ failuresInRow, lastSuccessAt, since, everyMs }: JobState, now = Date.now()): boolean {
  return failuresInRow > 0 || now - (lastSuccessAt ?? since) > 1.2 * everyMs + graceMs
}
