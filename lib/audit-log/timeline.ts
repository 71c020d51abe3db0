// The timeline of a record or a member: the newest events about it, as a list of days. Events of one person that follow each other
// and do the same are one entry.
import type { MemberSession, OrgContext, OrgSession } from '@/lib/db/session'
import { localDay } from '@/lib/date-formats'
import { withReplica } from '@/lib/db/replica'
import { sql } from '@/lib/db/sql'
import type { OrgDb } from '@/lib/db/with-org'
import { can } from '@/lib/permissions/grants'
import { readMember, type SingleMember } from '@/lib/members/queries'
import { toEvent, type EventRow } from './queries'
import type { AuditEvent } from './schema'

const shown = 30

/** The newest events first; null for those who may not read the audit log. */
export type Activity = AuditEvent[] | null

/** The events about a target; about a member those that they caused, too. */
export async function readActivity(db: OrgDb, session: OrgSession, id: string): Promise<Activity> {
  if (!can(session, 'org:audit:read')) return null
  const newest = (column: 'target_id' | 'actor_id') => sql`
    (select * from audit_events where organization_id = current_org()
      and ${column === 'target_id' ? sql`target_id` : sql`actor_id`} = ${id} and not starts_with(action, 'session.')
      order by sequence desc limit ${shown})`
  const rows = await db.$queryRaw<EventRow[]>`
    select e.*, u.name as responsible_name
    from (${newest('target_id')} union ${newest('actor_id')} order by sequence desc limit ${shown}) e
    left join users u on u.id = e.on_behalf_of order by e.sequence desc`
  return rows.map(toEvent)
}

/** A member with their activity. Throws not_found. */
export const getMemberActivity = (
  ctx: OrgContext,
  userId: string,
): Promise<{ member: SingleMember; activity: Activity }> =>
  withReplica(ctx, 'org:members:read', async (db, session) => ({
    member: await readMember(db, userId),
    activity: await readActivity(db, session, userId),
  }))

/** Events that are shown as one. `event` is the newest of them, with the values before the first and after the last. */
export type Entry = { event: AuditEvent; count: number }

/** A day in the viewer's time zone, as 2026-01-31, with its entries; both newest first. */
export type Day = { day: string; entries: Entry[] }

/** In: events, the newest first, and the viewer's time zone. */
export function toDays(events: readonly AuditEvent[], timeZone: string): Day[] {
  const days: Day[] = []
  for (const event of events) {
    const day = localDay(event.occurredAt, timeZone)
    if (days.at(-1)?.day !== day) days.push({ day, entries: [] })
    const { entries } = days.at(-1)!
    const later = entries.at(-1)
    const both = later && isSame(later.event, event) && joined(event, later.event)
    if (both) entries[entries.length - 1] = { count: later.count + 1, event: both }
    else entries.push({ event, count: 1 })
  }
  return days
}

const isSame = (a: AuditEvent, b: AuditEvent): boolean =>
  a.action === b.action && a.actor.id === b.actor.id && a.target.id === b.target.id && a.target.type === b.target.type

// What changed back again is no change. Null if nothing else did: then there would be nothing to say.
function joined(earlier: AuditEvent, later: AuditEvent): AuditEvent | null {
  const fields = [...new Set([...Object.keys(earlier.changes), ...Object.keys(later.changes)])]
  const changes = fields.map((field) => {
    const [first, last] = [
      earlier.changes[field] ?? later.changes[field]!,
      later.changes[field] ?? earlier.changes[field]!,
    ]
    return [field, [first[0], last[1]]] as const
  })
  const real = changes.filter(([, [before, after]]) => JSON.stringify(before) !== JSON.stringify(after))
  if (changes.length > 0 && real.length === 0) return null
  return { ...later, changes: Object.fromEntries(real) as AuditEvent['changes'] }
}

const undoableMs = 5 * 60 * 1000

/** The change of a role that this person made a moment ago, and that a signed form can take back; null for anything else. */
export function undoableRole({ event, count }: Entry, session: MemberSession): { userId: string; role: string } | null {
  const [before] = event.changes.role ?? []
  const isMine = event.actor.id === session.userId && event.target.id !== session.userId
  const isRecent = Date.now() - event.occurredAt.getTime() < undoableMs
  // Giving ownership back takes more than a button.
  const isOne =
    event.action === 'member.role_changed' && count === 1 && typeof before === 'string' && before !== 'owner'
  return isOne && isMine && isRecent && event.target.id && can(session, 'org:members:write')
    ? { userId: event.target.id, role: before }
    : null
}
