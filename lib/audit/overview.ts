// What the trail holds, without reading it: who and what occurs, and how much happened on which day.
import type { OrgContext } from '@/lib/db/entry'
import { withOrg } from '@/lib/db/with-org'

export type AuditActor = { id: string; name: string; type: string }
export type DayCount = { day: string; count: number }

const mostActors = 100

/** Who has acted, by name and at most a hundred, and which actions there are. Jumps from value to value of an index. */
export const listAuditFacets = (ctx: OrgContext): Promise<{ actors: AuditActor[]; actions: string[] }> =>
  withOrg(ctx, 'org:audit:read', async (db) => {
    const actors = await db.$queryRaw<AuditActor[]>`
      with recursive ids as (
        (select actor_id as id, 1 as n from audit_events where organization_id = current_org() and actor_id is not null
          order by actor_id limit 1)
        union all
        select (select a.actor_id from audit_events a where a.organization_id = current_org() and a.actor_id > ids.id
          order by a.actor_id limit 1), n + 1 from ids where ids.id is not null and n < ${mostActors}
      )
      select ids.id, e.actor_name as name, e.actor_type as type from ids cross join lateral (
        select actor_name, actor_type from audit_events where organization_id = current_org() and actor_id = ids.id
        order by sequence desc limit 1) e
      order by lower(e.actor_name), ids.id`
    const actions = await db.$queryRaw<{ action: string }[]>`
      with recursive names as (
        (select action from audit_events where organization_id = current_org() order by action limit 1)
        union all
        select (select n.action from audit_events n where n.organization_id = current_org() and n.action > names.action
          order by n.action limit 1) from names where names.action is not null
      ) select action from names where action is not null order by action`
    return { actors, actions: actions.map(({ action }) => action) }
  })

const dayMs = 24 * 60 * 60 * 1000

/**
 * Events of each of the last days, today last, in UTC. Numbers have no gaps, so that two ends of a day tell how many; before
 * the first event that is kept, the last that is gone counts.
 */
export const countActivity = (ctx: OrgContext, days = 30): Promise<DayCount[]> =>
  withOrg(ctx, 'org:audit:read', async (db) => {
    const today = Math.floor(Date.now() / dayMs) * dayMs
    // Ready moments: row-level security lets an index answer comparisons, and no arithmetic of times.
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
  })
