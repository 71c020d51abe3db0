// Purges deleted organizations when their time is over, in parts. One that cannot be purged keeps no other from it: it is
// tried again with the next turn.
import { dueOrganizations, purgeOrg } from '@/lib/db/housekeeping'
import { log } from '@/lib/log'
import { everyHour } from '@/lib/turns'

const usualPart = 10_000

/** Everything that is due, one after the other. Out: how many organizations. */
export async function purgeDue(partSize = usualPart): Promise<number> {
  let count = 0
  for (const id of await dueOrganizations()) if (await purge(id, partSize)) count++
  return count
}

async function purge(id: string, partSize: number): Promise<boolean> {
  try {
    let done = await purgeOrg(id, partSize)
    while (done === 'part') done = await purgeOrg(id, partSize)
    if (done) log.info({ organization_id: id }, 'a deleted organization was purged')
    return done === 'purged'
  } catch (error) {
    log.warn({ organization_id: id, error: (error as Error).message }, 'a deleted organization could not be purged')
    return false
  }
}

export const startPurgeWorker = (): void => everyHour('purging', purgeDue)
