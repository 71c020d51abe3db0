// Filters and activity of the audit log, without reading the events: which actors and actions occur, and how many
// events each day has.
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { findActors, maxActors, readActor, readActors, type AuditActor } from './actors'
import { actionNames } from './action-names'
import { readRetention, type AuditRetention } from './retention'

type DayCount = { day: string; count: number }

export type AuditFacets = {
  /** By name: those that match `person`, otherwise the first hundred. Always includes the one of `actor`. */
  actors: AuditActor[]
  /** There are more than a hundred. */
  moreActors: boolean
  /** Some events are the system's. */
  system: boolean
  actions: string[]
}

type FacetQuery = { person?: string; actor?: string }

type AuditView = { facets: AuditFacets; days: DayCount[]; retention: AuditRetention }

/** The data around the list of events, in one transaction. */
export const getAuditView = (ctx: OrgContext, query: FacetQuery): Promise<AuditView> =>
  withOrg(ctx, 'org:audit:read', async (db, session) => ({
    facets: await readFacets(db, session, query),
    days: await readActivity(db, defaultDays),
    retention: await readRetention(db),
  }))

/** The values of the filters. It skips through an index from value to value. */
async function readFacets(db: OrgDb, session: OrgSession, { person, actor }: FacetQuery): Promise<AuditFacets> {
  const found = person ? await findActors(db, session, person) : await readActors(db)
  const actors = found.slice(0, maxActors)
  const chosen = actor && !actors.some(({ id }) => id === actor) ? await readActor(db, actor) : []
  const rows = await db.$queryRaw<{ action: string; system: boolean }[]>`
      ${actionNames} select action, exists (select 1 from audit_events where organization_id = current_org() and actor_id is null) as system
      from names where action is not null order by action`
  return {
    actors: [...chosen, ...actors],
    moreActors: found.length > maxActors || Boolean(person),
    system: rows[0]?.system ?? false,
    actions: rows.map(({ action }) => action),
  }
}

const defaultDays = 30
const dayMs = 24 * 60 * 60 * 1000

/**
 * The number of events on each of the last days in UTC, today last. Sequence numbers have no gaps, so the numbers at
 * both ends of a day give its count; before the first stored event, the last deleted one counts.
 */
export const countActivity = (ctx: OrgContext, days = defaultDays): Promise<DayCount[]> =>
  withOrg(ctx, 'org:audit:read', (db) => readActivity(db, days))

async function readActivity(db: OrgDb, days: number): Promise<DayCount[]> {
  const today = Math.floor(Date.now() / dayMs) * dayMs
  // Computed here, because under row-level security an index supports comparisons but no time arithmetic.
  const ends = Array.from({ length: days + 1 }, (_, i) => new Date(today + (i - days + 1) * dayMs).toISOString())
  const rows = await db.$queryRaw<{ upto: bigint }[]>`
      select coalesce((select e.sequence from audit_events e where e.organization_id = current_org()
        and e.occurred_at < ends.at order by e.occurred_at desc, e.sequence desc limit 1),
        (select t.anchor_sequence from audit_trails t where t.organization_id = current_org()), 0) as upto
      from unnest(${ends}::timestamptz[]) with ordinality as ends(at, position) order by position`
  return ends.slice(0, -1).map((day, i) => ({
    day: day.slice(0, 10),
    count: Number(rows[i + 1]!.upto - rows[i]!.upto),
  }))
}
