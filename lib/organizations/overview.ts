// The overview of an organization: its members, resources and activity, in one statement. Each part needs its own permission:
// rows that a role may not see are not even counted. It counts the newest thousand rows of each kind, so that the page costs
// the same in a large organization. The parts that every fork has are functions (0003_tenancy and 0004_tokens), so that Postgres plans
// them once. The others name the organization, although row-level security does too: then Postgres knows how many rows to expect, and
// reads them in the order of an index instead of sorting all.
import { activityOf, queryNews, type DayCount } from '@/lib/audit-log/activity'
import { toEventFromJson, type EventRow } from '@/lib/audit-log/queries'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { can } from '@/lib/permissions/grants'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { empty, join, jsonArrayOf, sql, tableName, type Sql } from '@/lib/db/sql'
import { queryOrg } from '@/lib/db/with-org'
import { resources, tableOf, type Resource } from '@/lib/resources'

export type OverviewMember = { userId: string; name: string; imageUrl: string | null; role: string; joinedAt: Date }
export type OverviewInvitation = { id: string; email: string; role: string; expiresAt: Date }
export type OverviewRecord = { id: string; title: string; creator: string | null; createdAt: Date; updatedAt: Date }

/** The other numbers are of the newest thousand rows, and there may be more. */
type Counted = { isAtLeast: boolean }

/**
 * The overview of one resource. `created` counts the last thirty days; `archived` is null if records cannot be
 * archived.
 */
type OverviewResource = Counted & {
  path: string
  active: number
  archived: number | null
  created: number
  newest: OverviewRecord[]
  /** Records that the viewer created and that are not archived, last changed first. */
  mine: OverviewRecord[]
}

/** Parts that the viewer may not see are null, and such resources are missing. `joined` counts the last thirty days. */
export type Overview = {
  members: (Counted & { count: number; joined: number; newest: OverviewMember[] }) | null
  invitations: (Counted & { count: number; soonest: OverviewInvitation[] }) | null
  resources: OverviewResource[]
  /** The events of each of the last thirty days, and the newest events that are no sign-ins. */
  activity: { days: DayCount[]; events: AuditEvent[] } | null
  start: Start
}

/** For the first steps of a new organization, and for a person who is new in it. */
export type Start = {
  /** It was created in the last two weeks. */
  isNew: boolean
  /** The viewer has had a token for it. Not read for an organization that is not new. */
  hasToken: boolean
  /** The viewer accepted an invitation in the last days: who invited them, if that person is still a member. */
  welcome: { inviter: string | null } | null
}

type OverviewRow = Omit<Overview, 'activity'> & { activity: { ends: number[]; events: EventRow[] } | null }

const shown = 5
const mostCounted = 1000

/** What the overview shows, in one message to the database. Throws as `queryOrg` does. */
export function getOverview(ctx: OrgContext): Promise<Overview> {
  const { query: days, toDays } = activityOf()
  return queryOrg(
    ctx,
    'org:read',
    (session) => {
      const parts = resources
        .filter(({ permissions }) => can(session, permissions.read))
        .map((resource) => partOf(resource, session))
      const activity = sql`jsonb_build_object('ends', ${days}, 'events', ${jsonArrayOf(queryNews())})`
      return sql`
        select ${can(session, 'org:members:read') ? sql`overview_of_members(${shown}, ${mostCounted})` : nothing} as members,
          ${can(session, 'org:invitations:read') ? sql`overview_of_invitations(${shown}, ${mostCounted})` : nothing} as invitations,
          jsonb_build_array(${parts.length > 0 ? join(parts) : empty}) as resources,
          ${can(session, 'org:audit:read') ? activity : nothing} as activity, overview_of_start(${session.responsibleId}) as start`
    },
    ([row]: OverviewRow[]) => {
      const { ends, events } = row!.activity ?? {}
      return withDates({
        ...row!,
        activity: ends && events ? { days: toDays(ends), events: events.map(toEventFromJson) } : null,
      })
    },
  )
}

const nothing = sql`null::jsonb`
const lately = sql`now() - interval '30 days'`

function partOf(resource: Resource, { org, responsibleId }: OrgSession): Sql {
  const table = tableName(tableOf(resource))
  const ours = sql`organization_id = ${org.id}`
  const archived = resource.archived ? sql`r.${tableName(resource.archived)}` : sql`null`
  const records = (which: Sql): Sql =>
    jsonArrayOf(sql`
      select r.id, r.${tableName(resource.title)} as title, u.name as creator, r.created_at as "createdAt",
        r.updated_at as "updatedAt"
      from ${table} r left join users u on u.id = r.created_by where r.${ours} and ${archived} is null ${which} limit ${shown}`)
  return sql`(
    select jsonb_build_object(
      'path', ${resource.path}::text,
      'isAtLeast', count(*) = ${mostCounted},
      'active', count(*) filter (where ${archived} is null),
      'archived', ${resource.archived ? sql`count(${archived})` : sql`null`},
      'created', count(*) filter (where r.created_at > ${lately}),
      'newest', ${records(sql`order by r.created_at desc, r.id desc`)},
      'mine', ${records(sql`and r.created_by = ${responsibleId} order by r.updated_at desc, r.id desc`)})
    from (select * from ${table} where ${ours} order by created_at desc, id desc limit ${mostCounted}) r)`
}

// Parses the times, which are text in JSON.
function withDates({ members, invitations, resources, activity, start }: Overview): Overview {
  const dated = (record: OverviewRecord): OverviewRecord => ({
    ...record,
    createdAt: new Date(record.createdAt),
    updatedAt: new Date(record.updatedAt),
  })
  return {
    members: members && {
      ...members,
      newest: members.newest.map((member) => ({ ...member, joinedAt: new Date(member.joinedAt) })),
    },
    invitations: invitations && {
      ...invitations,
      soonest: invitations.soonest.map((each) => ({ ...each, expiresAt: new Date(each.expiresAt) })),
    },
    resources: resources.map((part) => ({ ...part, newest: part.newest.map(dated), mine: part.mine.map(dated) })),
    activity,
    start,
  }
}
