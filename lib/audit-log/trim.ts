// Deletes events that are older than their organization's retention, oldest first and in parts. The database decides
// what may be deleted: a trigger lets the anchor of the chain move no further than the retention allows.
import { systemContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { log } from '@/lib/log'
import { attemptEach, everyHour } from '@/lib/jobs/schedule'

const defaultPartSize = 10_000

/** Trims every log that is due. A failure in one does not stop the others. Out: the number of deleted events. */
export const trimDue = async (partSize = defaultPartSize): Promise<number> =>
  attemptEach(
    await listWithRetention(),
    (id) => trim(id, partSize),
    (id, { message }) => log.warn({ organization_id: id, error: message }, 'an audit log could not be trimmed'),
  )

const listWithRetention = (): Promise<string[]> =>
  withIdentity(async (db) => {
    const rows = await db.$queryRaw<{ id: string }[]>`
      select organization_id as id from audit_trails where retention_days is not null order by 1`
    return rows.map(({ id }) => id)
  })

async function trim(id: string, partSize: number): Promise<number> {
  let count = 0
  for (let part = partSize; part === partSize;) {
    part = await trimPart(id, partSize)
    count += part
  }
  if (count > 0) log.info({ organization_id: id, events: count }, 'old audit events were removed')
  return count
}

/** Out: the number of deleted events; less than `limit` means that the log is done or that another server trims it. */
const trimPart = (id: string, limit: number): Promise<number> =>
  withOrg(systemContext(id), 'any:write', async (db) => {
    const [trail] = await db.$queryRaw<{ days: number | null; shortened_at: Date }[]>`
      select retention_days as days, shortened_at from audit_trails where organization_id = current_org() for update skip locked`
    if (!trail || trail.days === null) return 0
    // The newest event always stays, because the chain continues from it.
    const [row] = await db.$queryRaw<{ last: bigint | null }[]>`
      select least(expired.sequence, newest.sequence - 1) as last
      from (select e.sequence from audit_events e where e.organization_id = current_org()
          and e.occurred_at < now() - make_interval(days => ${trail.days}::int) order by e.occurred_at desc, e.sequence desc limit 1) expired,
        (select e.sequence from audit_events e where e.organization_id = current_org() order by e.sequence desc limit 1) newest
      where ${trail.shortened_at} < now() - interval '1 day'`
    return row?.last ? removeOldestEvents(db, row.last, limit) : 0
  })

/**
 * Inside a job's transaction: deletes at most `limit` of the oldest events, up to sequence number `last`. Out: how
 * many.
 */
export async function removeOldestEvents(db: OrgDb, last: bigint, limit: number): Promise<number> {
  await db.$executeRaw`insert into audit_trails (organization_id) values (current_org()) on conflict do nothing`
  const [part] = await db.$queryRaw<{ events: number; last: bigint | null }[]>`
    select count(*)::int as events, max(sequence) as last from (
      select e.sequence from audit_events e where e.organization_id = current_org() and e.sequence <= ${last}
        and e.sequence > (select t.anchor_sequence from audit_trails t where t.organization_id = current_org())
      order by e.sequence limit ${limit}) oldest`
  const { events, last: anchor } = part!
  if (events > 0)
    await db.$executeRaw`update audit_trails set anchor_sequence = ${anchor} where organization_id = current_org()`
  return events
}

export const startRetentionWorker = (): void => everyHour('trimming audit logs', trimDue)
