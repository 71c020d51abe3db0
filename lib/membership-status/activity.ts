// Tells the open pages of an organization that something happened in it, in every server process by a notice of Postgres, at most twice
// a second for each organization. The notice is no part of the transaction, because Postgres lets transactions with notices
// commit only one after another.
import { notifyChange } from '@/lib/db/listen'
import { log } from '@/lib/log'
import { noteChange } from './watch'

const everyMs = 500

const waiting = new Set<string>()

/** Returns at once. Open pages are told within half a second; a failure is logged. */
export function announceActivity(organizationId: string): void {
  if (waiting.has(organizationId)) return
  waiting.add(organizationId)
  setTimeout(() => {
    waiting.delete(organizationId)
    noteChange(organizationId)
    notifyChange(organizationId).catch((error: Error) =>
      log.warn({ error: error.message }, 'activity was not announced'),
    )
  }, everyMs).unref()
}
