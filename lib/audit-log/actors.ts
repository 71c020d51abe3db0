// The actors of the audit log, for its filter. Each query skips through an index from one actor to the next, so its
// cost does not grow with the number of events. Beyond the length of a list, actors are found by a part of their name.
import type { OrgSession } from '@/lib/db/session'
import { sql, type Sql } from '@/lib/db/sql'
import type { OrgDb } from '@/lib/db/with-org'
import { can } from '@/lib/permissions/grants'
import { queryMembers, type MemberRow } from '@/lib/members/rows'

export type AuditActor = { id: string; name: string; type: string }

/** The filter's value for events of the system, whose `actor_id` is null. */
export const systemActor = 'system'

export const maxActors = 100
// Actor names have no index: a search reads the names of the first actors by id. Members are searched by the index of
// members, without a limit.
const searchedActors = 5000

/** By name. One more than a list shows, so that the caller knows that there are more. */
export const queryActors = (): Sql => sql`select * from (${jump(maxActors + 1)}) actors order by lower(name), id`

/** The actors and members whose name contains the text, by name. */
export async function findActors(db: OrgDb, session: OrgSession, text: string): Promise<AuditActor[]> {
  const acted = await db.$queryRaw<AuditActor[]>`
    select * from (${jump(searchedActors)}) actors where position(lower(${text}) in lower(name)) > 0
    order by lower(name), id limit ${maxActors}`
  const members = can(session, 'org:members:read')
    ? await db.$queryRaw<MemberRow[]>`${queryMembers({ query: text, sort: 'name', limit: maxActors })}`
    : []
  const found = [...acted, ...members.map(({ userId: id, name }) => ({ id, name, type: 'user' }))]
  return [...new Map(found.reverse().map((actor) => [actor.id, actor])).values()]
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, maxActors)
}

/** One actor by id, with the name of the latest event; an empty list for an unknown id. */
export const readActor = (db: OrgDb, id: string): Promise<AuditActor[]> => db.$queryRaw<AuditActor[]>`
  select actor_id as id, actor_name as name, actor_type as type from audit_events
  where organization_id = current_org() and actor_id = ${id} order by sequence desc limit 1`

const jump = (limit: number) => sql`
  with recursive ids as (
    (select actor_id as id, 1 as n from audit_events where organization_id = current_org() and actor_id is not null
      order by actor_id limit 1)
    union all
    select (select a.actor_id from audit_events a where a.organization_id = current_org() and a.actor_id > ids.id
      order by a.actor_id limit 1), n + 1 from ids where ids.id is not null and n < ${limit}
  )
  select ids.id, e.actor_name as name, e.actor_type as type from ids cross join lateral (
    select actor_name, actor_type from audit_events where organization_id = current_org() and actor_id = ids.id
    order by sequence desc limit 1) e`
