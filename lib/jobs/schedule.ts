// Work that a server does by itself, turn after turn. Every server takes its turns: the work must be safe to run on
// several servers at once.
import { log } from '@/lib/log'

const pauseMs = 60 * 60 * 1000

/** Now, and an hour after each end. A turn that fails is in the log, and the next one comes. */
export function everyHour(name: string, work: () => Promise<unknown>): void {
  const turn = async (): Promise<void> => {
    await work().catch((error: Error) => log.warn({ error: error.message }, `${name} did not work`))
    setTimeout(() => void turn(), pauseMs).unref()
  }
  void turn()
}
