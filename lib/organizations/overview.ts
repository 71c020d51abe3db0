// The overview of an organization: its members, resources and activity, in one statement. Each part needs its own permission:
// rows that a role may not see are not even counted. It counts the newest thousand rows of each kind, so that the page costs
// the same in a large organization. Each part names the organization, although row-level security does too: then Postgres knows how
// many rows to expect, and reads them in the order of an index instead of sorting all.
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
        select ${can(session, 'org:members:read') ? members : nothing} as members,
          ${can(session, 'org:invitations:read') ? invitations : nothing} as invitations,
          jsonb_build_array(${parts.length > 0 ? join(parts) : empty}) as resources,
          ${can(session, 'org:audit:read') ? activity : nothing} as activity, ${startOf(session)} as start`
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

const startOf = ({ responsibleId }: OrgSession) => sql`(
  select jsonb_build_object(
    'isNew', o.is_new,
    'hasToken', o.is_new and exists (select from org_tokens t where t.user_id = ${responsibleId}),
    'welcome', (
      select jsonb_build_object('inviter', (select name from users where id = i.invited_by))
      from memberships m join users me on me.id = m.user_id
      join invitations i on i.email = me.email and i.accepted_at is not null
      where m.user_id = ${responsibleId} and m.joined_at > now() - interval '3 days'
      order by i.accepted_at desc limit 1))
  from (select created_at > now() - interval '14 days' as is_new from organizations where id = current_org()) o)`

const nothing = sql`null::jsonb`
const ours = sql`organization_id = current_org()`
const lately = sql`now() - interval '30 days'`
const isAtLeast = sql`count(*) = ${mostCounted}`

const members = sql`(
  select jsonb_build_object('count', count(*), 'isAtLeast', ${isAtLeast},
    'joined', count(*) filter (where joined_at > ${lately}), 'newest', ${jsonArrayOf(sql`
    select u.id as "userId", u.name, u.image_url as "imageUrl", m.role, m.joined_at as "joinedAt"
    from (select * from memberships where ${ours} order by joined_at desc, user_id desc limit ${shown}) m
    join users u on u.id = m.user_id order by m.joined_at desc, m.user_id desc`)})
  from (select joined_at from memberships where ${ours} order by joined_at desc, user_id desc limit ${mostCounted}) counted)`

const pending = sql`${ours} and accepted_at is null and declined_at is null and revoked_at is null and expires_at > now()`

const invitations = sql`(
  select jsonb_build_object('count', count(*), 'isAtLeast', ${isAtLeast}, 'soonest', ${jsonArrayOf(sql`
    select id, email, role, expires_at as "expiresAt" from invitations where ${pending}
    order by expires_at, id limit ${shown}`)})
  from (select from invitations where ${pending} limit ${mostCounted}) counted)`

function partOf(resource: Resource, { responsibleId }: OrgSession): Sql {
  const table = tableName(tableOf(resource))
  const archived = resource.archived ? sql`r.${tableName(resource.archived)}` : sql`null`
  const records = (which: Sql): Sql =>
    jsonArrayOf(sql`
      select r.id, r.${tableName(resource.title)} as title, u.name as creator, r.created_at as "createdAt",
        r.updated_at as "updatedAt"
      from ${table} r left join users u on u.id = r.created_by where r.${ours} and ${archived} is null ${which} limit ${shown}`)
  return sql`(
    select jsonb_build_object(
      'path', ${resource.path}::text,
      'isAtLeast', ${isAtLeast},
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
