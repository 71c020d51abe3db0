// Reads the audit log, newest first. A page is one short range of one index, however long the log is: time only grows
// along the chain, so a time span is a range of sequence numbers, and each action of a kind has its own range.
import type { z } from 'zod'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { empty, sql } from '@/lib/db/sql'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { cursorSchema, limitSchema, readCursor, toPage, type Page } from '@/lib/pagination'
import { actionNames } from './action-names'
import { systemActor } from './actors'
import { auditFilterSchema, type AuditEvent, type AuditFilter } from './schema'
import type { AuditChanges } from '@/lib/audit/record'

export const listAuditEventsSchema = auditFilterSchema.extend({ limit: limitSchema, cursor: cursorSchema })

type ListInput = z.infer<typeof listAuditEventsSchema>

export const listAuditEvents = (ctx: OrgContext, input: ListInput): Promise<Page<AuditEvent>> =>
  withOrg(ctx, 'org:audit:read', async (db, { org }) => {
    const scope = `audit ${org.id} ${JSON.stringify([input.actor, input.action, input.from, input.to])}`
    const [before = null] = readCursor(input.cursor, scope, 1) ?? []
    const rows = await readEvents(db, input, before, input.limit + 1)
    return toPage(rows, input.limit, scope, ({ sequence }) => [sequence])
  })

/** The first batch of an export, and its caller's session. Every batch has its own transaction. */
export const beginEvents = (
  ctx: OrgContext,
  filter: AuditFilter,
  limit: number,
): Promise<{ session: OrgSession; events: AuditEvent[] }> =>
  withOrg(ctx, 'org:audit:read', async (db, session) => ({
    session,
    events: await readEvents(db, filter, null, limit),
  }))

/** The next batch of an export: events before a sequence number. */
export const continueEvents = (
  session: OrgSession,
  filter: AuditFilter,
  before: string,
  limit: number,
): Promise<AuditEvent[]> =>
  // The token was checked for the first batch and may have expired since. Session or key and the permission are checked
  // again.
  withOrg({ ...session, tokenId: null }, 'org:audit:read', (db) => readEvents(db, filter, before, limit))

type EventRow = {
  id: string
  sequence: bigint
  action: string
  actor_type: string
  actor_id: string | null
  actor_name: string
  on_behalf_of: string | null
  responsible_name: string | null
  target_type: string
  target_id: string | null
  target_name: string
  changes: AuditChanges
  ip: string | null
  request_id: string | null
  occurred_at: Date
  hash: string
}

async function readEvents(db: OrgDb, filter: AuditFilter, before: string | null, limit: number): Promise<AuditEvent[]> {
  const rows = await db.$queryRaw<EventRow[]>`
    select e.*, u.name as responsible_name from (${newest(filter, before, limit)}) e
    left join users u on u.id = e.on_behalf_of order by e.sequence desc`
  return rows.map(toEvent)
}

function newest(filter: AuditFilter, before: string | null, limit: number) {
  const range = sql`select * from audit_events e where e.organization_id = current_org() ${conditions(filter, before)}`
  const first = sql`order by e.sequence desc limit ${limit}`
  if (!filter.action) return sql`${range} ${first}`
  if (!filter.action.endsWith('.')) return sql`${range} and e.action = ${filter.action} ${first}`
  return sql`
    ${actionNames}
    select e.* from names cross join lateral (${range} and e.action = names.action ${first}) e
    where starts_with(names.action, ${filter.action}) ${first}`
}

function conditions({ actor, from, to }: AuditFilter, before: string | null) {
  return sql`
    ${before === null ? empty : sql`and e.sequence < ${before}::bigint`}
    ${actor === systemActor ? sql`and e.actor_id is null` : actor ? sql`and e.actor_id = ${actor}` : empty}
    ${
      from
        ? sql`and e.sequence >= (select f.sequence from audit_events f where f.organization_id = current_org()
            and f.occurred_at >= ${from} order by f.occurred_at, f.sequence limit 1)`
        : empty
    }
    ${
      to
        ? sql`and e.sequence <= (select t.sequence from audit_events t where t.organization_id = current_org()
            and t.occurred_at <= ${to} order by t.occurred_at desc, t.sequence desc limit 1)`
        : empty
    }`
}

const toEvent = (row: EventRow): AuditEvent => ({
  id: row.id,
  sequence: String(row.sequence),
  action: row.action,
  actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name },
  onBehalfOf: row.on_behalf_of === null ? null : { id: row.on_behalf_of, name: row.responsible_name },
  target: { type: row.target_type, id: row.target_id, name: row.target_name },
  changes: row.changes,
  ip: row.ip,
  requestId: row.request_id,
  occurredAt: row.occurred_at,
  hash: row.hash,
})
