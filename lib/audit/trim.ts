// Removes the events that an organization keeps no longer, oldest first and part after part. Which may go, the database
// decides: lib/audit/retention.ts only says how long.
import { dueTrails, trimTrail } from '@/lib/db/housekeeping'
import { log } from '@/lib/log'
import { everyHour } from '@/lib/turns'

const usualPart = 10_000

/** Every trail that is due. One that cannot be trimmed keeps no other from it. Out: how many events. */
export async function trimDue(partSize = usualPart): Promise<number> {
  let count = 0
  for (const id of await dueTrails()) count += await trim(id, partSize)
  return count
}

async function trim(id: string, partSize: number): Promise<number> {
  let count = 0
  try {
    for (let part = partSize; part === partSize;) {
      part = await trimTrail(id, partSize)
      count += part
    }
  } catch (error) {
    log.warn({ organization_id: id, error: (error as Error).message }, 'an audit trail could not be trimmed')
  }
  if (count > 0) log.info({ organization_id: id, events: count }, 'old audit events were removed')
  return count
}

export const startRetentionWorker = (): void => everyHour('trimming audit trails', trimDue)
