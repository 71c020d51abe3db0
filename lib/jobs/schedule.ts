// Schedules background work. Every server runs it, so the work must be safe on several servers at once.
import { log } from '@/lib/log'

const pauseMs = 60 * 60 * 1000

/** Runs the work now, and again an hour after each run ends. A failure is logged and does not stop the schedule. */
export function everyHour(name: string, work: () => Promise<unknown>): void {
  const turn = async (): Promise<void> => {
    await work().catch((error: Error) => log.warn({ error: error.message }, `${name} did not work`))
    setTimeout(() => void turn(), pauseMs).unref()
  }
  void turn()
}
