// The number of events on each of the last days in UTC. Sequence numbers have no gaps, so the numbers at both ends of a day
// give its count, without reading the events; before the first stored event, the last deleted one counts.
import type { OrgContext } from '@/lib/db/session'
import { sql, type Sql } from '@/lib/db/sql'
import { withReplica } from '@/lib/db/replica'
import { queryEvents } from './queries'

export type DayCount = { day: string; count: number }

const defaultDays = 30
const dayMs = 24 * 60 * 60 * 1000

/** The last days, today last. */
export const countActivity = (ctx: OrgContext, days = defaultDays): Promise<DayCount[]> =>
  withReplica(ctx, 'org:audit:read', async (db) => {
    const { query, toDays } = activityOf(days)
    const [row] = await db.$queryRaw<{ ends: number[] }[]>`select ${query} as ends`
    return toDays(row!.ends)
  })

const latest = 8
const read = 60

/** The query of the newest events that are no sign-ins, which would push out the changes, for toEventFromJson. */
export const queryNews = (): Sql => sql`
  select * from (${queryEvents({}, null, read)}) newest where not starts_with(action, 'session.')
  order by sequence desc limit ${latest}`

/** The query of countActivity as one value, a JSON array, and the function that reads it. */
export function activityOf(days = defaultDays): { query: Sql; toDays: (ends: number[]) => DayCount[] } {
  const today = Math.floor(Date.now() / dayMs) * dayMs
  // Computed here, because under row-level security an index supports comparisons but no time arithmetic. The organization is a
  // sub-select, because the function would be called for every day.
  const ends = Array.from({ length: days + 1 }, (_, i) => new Date(today + (i - days + 1) * dayMs).toISOString())
  const query = sql`(
    select jsonb_agg(coalesce((select e.sequence from audit_events e where e.organization_id = (select current_org())
      and e.occurred_at < ends.at order by e.occurred_at desc, e.sequence desc limit 1),
      (select t.anchor_sequence from audit_trails t where t.organization_id = (select current_org())), 0) order by position)
    from unnest(${ends}::timestamptz[]) with ordinality as ends(at, position))`
  const toDays = (counts: number[]) =>
    ends.slice(0, -1).map((day, i) => ({ day: day.slice(0, 10), count: counts[i + 1]! - counts[i]! }))
  return { query, toDays }
}
