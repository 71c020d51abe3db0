// Purges deleted organizations when their time is over. Every server may run it: an organization is locked by whoever purges
// it, and the others take the next.
import { purgeOrg } from '@/lib/db/organization-life'
import { log } from '@/lib/log'

const pauseMs = 60 * 60 * 1000

/** Everything that is due, one after the other. Out: how many. */
export async function purgeDue(): Promise<number> {
  let count = 0
  for (let id = await purgeOrg(); id !== null; id = await purgeOrg()) {
    log.info({ organization_id: id }, 'a deleted organization was purged')
    count++
  }
  return count
}

/** Looks every hour. */
export function startPurgeWorker(): void {
  const turn = async (): Promise<void> => {
    await purgeDue().catch((error: Error) => log.warn({ error: error.message }, 'purging did not work'))
    setTimeout(() => void turn(), pauseMs).unref()
  }
  void turn()
}
