// What an organization's first page shows of its people and projects, in one statement. Each part needs its own permission:
// what a role may not see is not even counted.
import { can } from '@/lib/permissions/grants'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { sql, type Sql } from '@/lib/db/sql'
import { withOrg } from '@/lib/db/with-org'

export type OverviewMember = { userId: string; name: string; role: string; joinedAt: Date }
export type OverviewInvitation = { id: string; email: string; role: string; expiresAt: Date }
export type OverviewProject = { id: string; name: string; creator: string | null; createdAt: Date; updatedAt: Date }

/** Null is what the viewer may not see. `joined` and `created` count the last thirty days. */
export type Overview = {
  members: { count: number; joined: number; newest: OverviewMember[] } | null
  invitations: { count: number; soonest: OverviewInvitation[] } | null
  projects: {
    active: number
    archived: number
    created: number
    newest: OverviewProject[]
    /** What the viewer made and has not archived, the last change first. */
    mine: OverviewProject[]
  } | null
}

const shown = 5

export const getOverview = (ctx: OrgContext): Promise<Overview> =>
  withOrg(ctx, 'org:read', async (db, session) => {
    const [row] = await db.$queryRaw<Overview[]>`
      select ${can(session, 'org:members:read') ? members : nothing} as members,
        ${can(session, 'org:invitations:read') ? invitations : nothing} as invitations,
        ${can(session, 'org:projects:read') ? projectsOf(session) : nothing} as projects`
    return withDates(row!)
  })

const nothing = sql`null::jsonb`
const lately = sql`now() - interval '30 days'`

/** In: the rows of a select. Out: them as a list; the order is the select's. */
const listOf = (rows: Sql): Sql => sql`(select coalesce(jsonb_agg(to_jsonb(listed)), '[]') from (${rows}) listed)`

const members = sql`(
  select jsonb_build_object('count', count(*), 'joined', count(*) filter (where joined_at > ${lately}), 'newest', ${listOf(sql`
    select u.id as "userId", u.name, m.role, m.joined_at as "joinedAt"
    from (select * from memberships order by joined_at desc, user_id desc limit ${shown}) m
    join users u on u.id = m.user_id order by m.joined_at desc, m.user_id desc`)})
  from memberships)`

const pending = sql`accepted_at is null and declined_at is null and revoked_at is null and expires_at > now()`

const invitations = sql`(
  select jsonb_build_object('count', count(*), 'soonest', ${listOf(sql`
    select id, email, role, expires_at as "expiresAt" from invitations where ${pending}
    order by expires_at, id limit ${shown}`)})
  from invitations where ${pending})`

const projectRows = (which: Sql): Sql =>
  listOf(sql`
    select p.id, p.name, u.name as creator, p.created_at as "createdAt", p.updated_at as "updatedAt"
    from projects p left join users u on u.id = p.created_by where p.archived_at is null ${which} limit ${shown}`)

const projectsOf = ({ responsibleId }: OrgSession): Sql => sql`(
  select jsonb_build_object(
    'active', count(*) filter (where archived_at is null),
    'archived', count(archived_at),
    'created', count(*) filter (where created_at > ${lately}),
    'newest', ${projectRows(sql`order by p.created_at desc, p.id desc`)},
    'mine', ${projectRows(sql`and p.created_by = ${responsibleId} order by p.updated_at desc, p.id desc`)})
  from projects)`

// JSON has no times.
function withDates({ members, invitations, projects }: Overview): Overview {
  const dated = (project: OverviewProject): OverviewProject => ({
    ...project,
    createdAt: new Date(project.createdAt),
    updatedAt: new Date(project.updatedAt),
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
    projects: projects && { ...projects, newest: projects.newest.map(dated), mine: projects.mine.map(dated) },
  }
}
