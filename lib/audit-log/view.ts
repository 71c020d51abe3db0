// The data of the audit page, in one statement: a page of events, which actors and actions occur, and how many events each
// day has.
import type { OrgContext } from '@/lib/db/session'
import { queryReplica, withReplica } from '@/lib/db/replica'
import { jsonArrayOf, sql } from '@/lib/db/sql'
import type { Page } from '@/lib/pagination'
import { actionNames } from './action-names'
import { activityOf, type DayCount } from './activity'
import { findActors, maxActors, queryActors, readActor, type AuditActor } from './actors'
import { positionOf, queryEvents, toEventFromJson, toEventPage, type EventRow, type ListInput } from './queries'
import type { AuditEvent } from './schema'

export type AuditFacets = {
  /** By name: those that match `person`, otherwise the first hundred. Always includes the one of `actor`. */
  actors: AuditActor[]
  /** There are more than a hundred. */
  moreActors: boolean
  /** Some events are the system's. */
  system: boolean
  actions: string[]
}

/** `person`: a part of the name of the actors to choose from. */
type ViewInput = ListInput & { person?: string | undefined }

type AuditView = { list: Page<AuditEvent>; facets: AuditFacets; days: DayCount[] }

type ViewRow = { events: EventRow[]; actors: AuditActor[]; actions: string[]; system: boolean; ends: number[] }

/** Throws validation_failed for the cursor of another list. */
export async function getAuditView(ctx: OrgContext, input: ViewInput): Promise<AuditView> {
  const { query: activity, toDays } = activityOf()
  const { row, organizationId } = await queryReplica(
    ctx,
    'org:audit:read',
    ({ org }) => sql`
      select ${jsonArrayOf(queryEvents(input, positionOf(input, org.id), input.limit + 1))} as events,
        ${jsonArrayOf(queryActors())} as actors,
        (select coalesce(jsonb_agg(action order by action), '[]') from (${actionNames} select action from names) found
          where action is not null) as actions,
        exists (select 1 from audit_events where organization_id = current_org() and actor_id is null) as system,
        ${activity} as ends`,
    ([row]: ViewRow[], { org }) => ({ row: row!, organizationId: org.id }),
  )
  const { events, actors, actions, system, ends } = row
  return {
    list: toEventPage(events.map(toEventFromJson), input, organizationId),
    facets: { ...(await chooseActors(ctx, input, actors)), system, actions },
    days: toDays(ends),
  }
}

async function chooseActors(ctx: OrgContext, { person, actor }: ViewInput, all: AuditActor[]) {
  const isListed = !actor || all.slice(0, maxActors).some(({ id }) => id === actor)
  if (!person && isListed) return { actors: all.slice(0, maxActors), moreActors: all.length > maxActors }
  return withReplica(ctx, 'org:audit:read', async (db, session) => {
    const found = person ? await findActors(db, session, person) : all
    const actors = found.slice(0, maxActors)
    const chosen = actor && !actors.some(({ id }) => id === actor) ? await readActor(db, actor) : []
    return { actors: [...chosen, ...actors], moreActors: found.length > maxActors || Boolean(person) }
  })
}
