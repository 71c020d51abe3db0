// Reads the audit log, newest first. A page is one short range of one index, however long the log is: time only grows
// along the chain, so a time span is a range of sequence numbers, and each action of a kind has its own range.
import type { z } from 'zod'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { empty, sql, type Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { withReplica } from '@/lib/db/replica'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { cursorSchema, limitSchema, readCursor, toPage, type Page } from '@/lib/pagination'
import { actionNames } from './action-names'
import { systemActor } from './actors'
import { auditFilterSchema, type AuditEvent, type AuditFilter } from './schema'
import type { AuditChanges } from '@/lib/audit/record'

export const listAuditEventsSchema = auditFilterSchema.extend({ limit: limitSchema, cursor: cursorSchema })

export type ListInput = z.infer<typeof listAuditEventsSchema> & Pick<AuditFilter, 'without'>

/**
 * The events that match the filter, the newest first; from the replica if there is one. Throws insufficient_permissions,
 * validation_failed for another list's cursor.
 */
export const listAuditEvents = (ctx: OrgContext, input: ListInput): Promise<Page<AuditEvent>> =>
  withReplica(ctx, 'org:audit:read', async (db, { org }) => {
    const rows = await readEvents(db, input, positionOf(input, org.id), input.limit + 1)
    return toEventPage(rows, input, org.id)
  })

const scopeOf = ({ actor, action, from, to, without }: ListInput, organizationId: string): string =>
  `audit ${organizationId} ${JSON.stringify([actor, action, from, to, without])}`

/** The sequence number before which the page begins; null for the first page. Throws validation_failed for another list's cursor. */
export function positionOf(input: ListInput, organizationId: string): string | null {
  const [before = null] = readCursor(input.cursor, scopeOf(input, organizationId), 1) ?? []
  return before
}

/** In: the events of the page, and one more if there is another page. */
export const toEventPage = (events: AuditEvent[], input: ListInput, organizationId: string): Page<AuditEvent> =>
  toPage(events, input.limit, scopeOf(input, organizationId), ({ sequence }) => [sequence])

/** The first batch of an export, and its caller's session. Every batch has its own transaction. */
export const beginEvents = (
  ctx: OrgContext,
  filter: AuditFilter,
  limit: number,
): Promise<{ session: OrgSession; events: AuditEvent[] }> =>
  withReplica(ctx, 'org:audit:read', async (db, session) => ({
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
  withReplica({ ...session, tokenId: null }, 'org:audit:read', (db) => readEvents(db, filter, before, limit))

export type EventRow = {
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
  const rows = await db.$queryRaw<EventRow[]>`${queryEvents(filter, before, limit)}`
  return rows.map(toEvent)
}

/** The query of the newest events before a sequence number, for toEvent or, as JSON, for toEventFromJson. */
export const queryEvents = (filter: AuditFilter, before: string | null, limit: number): Sql => sql`
  select e.*, u.name as responsible_name from (${newest(filter, before, limit)}) e
  left join users u on u.id = e.on_behalf_of order by e.sequence desc`

/** Throws not_found. */
export const getAuditEvent = (ctx: OrgContext, id: string): Promise<AuditEvent> =>
  withOrg(ctx, 'org:audit:read', async (db) => {
    const [row] = await db.$queryRaw<EventRow[]>`
      select e.*, u.name as responsible_name from audit_events e left join users u on u.id = e.on_behalf_of
      where e.organization_id = current_org() and e.id = ${id}`
    if (!row) throw new AppError('not_found')
    return toEvent(row)
  })

function newest(filter: AuditFilter, before: string | null, limit: number) {
  const range = sql`select * from audit_events e where e.organization_id = current_org() ${conditions(filter, before)}`
  const first = sql`order by e.sequence desc limit ${limit}`
  const { action, without } = filter
  if (!action && !without) return sql`${range} ${first}`
  if (action && !action.endsWith('.')) return sql`${range} and e.action = ${action} ${first}`
  return sql`
    ${actionNames}
    select e.* from names cross join lateral (${range} and e.action = names.action ${first}) e
    where ${action ? sql`starts_with(names.action, ${action})` : sql`not starts_with(names.action, ${without})`} ${first}`
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

/** In: a row of queryEvents that Postgres wrote as JSON, where a time is text and a number may be one of JavaScript's. */
export const toEventFromJson = (row: EventRow): AuditEvent =>
  toEvent({ ...row, occurred_at: new Date(row.occurred_at) })

/** In: a row of queryEvents. */
export const toEvent = (row: EventRow): AuditEvent => ({
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
