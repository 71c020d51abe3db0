// Purges deleted organizations after the time for restoring, in parts with short transactions. Several servers may run
// it at once: the second one finds the organization locked and continues with the next. A failure does not stop the
// others and is retried in the next run.
import { removeOldestEvents } from '@/lib/audit-log/trim'
import { countTenantRows } from '@/lib/db/catalogue'
import { systemContext } from '@/lib/db/session'
import { sql } from '@/lib/db/sql'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { log } from '@/lib/log'
import { attemptEach, everyHour } from '@/lib/jobs/schedule'
import { restorableDays } from './deletion'

const defaultPartSize = 10_000

/** Purges everything that is due. Out: the number of organizations. */
export const purgeDue = async (partSize = defaultPartSize): Promise<number> =>
  attemptEach(
    await listDue(),
    (id) => purge(id, partSize),
    (id, { message }) =>
      log.warn({ organization_id: id, error: message }, 'a deleted organization could not be purged'),
  )

const due = sql`deleted_at < now() - make_interval(days => ${restorableDays}::int)`

const listDue = (): Promise<string[]> =>
  withIdentity(async (db) => {
    const rows = await db.$queryRaw<{ id: string }[]>`select id from organizations where ${due} order by deleted_at`
    return rows.map(({ id }) => id)
  })

async function purge(id: string, partSize: number): Promise<number> {
  let done = await purgePart(id, partSize)
  while (done === 'part') done = await purgePart(id, partSize)
  if (!done) return 0
  log.info({ organization_id: id }, 'a deleted organization was purged')
  return 1
}

/**
 * Deletes at most `limit` rows of the two tables that grow without bound, or else the organization with the rest. Out:
 * null if it is locked or not due.
 */
const purgePart = (id: string, limit: number): Promise<'part' | 'purged' | null> =>
  withOrg(systemContext(id), 'any:write', async (db) => {
    const [organization] = await db.$queryRaw<{ created_at: Date; deleted_at: Date }[]>`
      select created_at, deleted_at from organizations where id = current_org() and ${due} for update skip locked`
    if (!organization) return null
    const tokens = await db.$executeRaw`
      delete from org_tokens where (organization_id, id) in (
        select organization_id, id from org_tokens where organization_id = current_org() limit ${limit})`
    if (tokens === limit) return 'part'
    const [newest] = await db.$queryRaw<{ sequence: bigint | null }[]>`
      select max(sequence) as sequence from audit_events where organization_id = current_org()`
    const sequence = newest!.sequence ?? 0n
    if ((await removeOldestEvents(db, sequence - 1n, limit)) === limit) return 'part'
    // The last sequence number is the number of all events that ever existed.
    const counts = JSON.stringify({ ...(await countTenantRows(db)), audit_events: Number(sequence) })
    await db.$executeRaw`
      insert into purged_organizations (organization_hash, counts, created_at, deleted_at)
        values (encode(sha256(convert_to(${id}, 'UTF8')), 'hex'), ${counts}::jsonb, ${organization.created_at}, ${organization.deleted_at})`
    await db.$executeRaw`delete from emails where about = ${id}`
    await db.$executeRaw`delete from organizations where id = ${id}`
    return 'purged'
  })

export const startPurgeWorker = (): void => everyHour('purging', purgeDue)
