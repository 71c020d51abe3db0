// What the page of members shows, in one visit to the door and one statement: the page of the list, and around it what a
// member who is removed loses, whether an owner is the last one, and whom to ask. Nothing here grows with the organization.
import type { OrgContext } from '@/lib/db/entry'
import { withOrg } from '@/lib/db/with-org'
import { can } from '@/lib/auth/permissions'
import { queryMembers, toMembers, type ListInput, type MemberRow, type MembersPage } from '@/lib/member-rows'

/** More of them are not counted. */
export const countedProjects = 1000

export type MembersView = MembersPage & {
  /** How many projects there are, at most one more than are counted; null for a role that may not see them. */
  projects: number | null
  onlyOneOwner: boolean
  /** Owners, then admins, by name: a few. */
  administrators: string[]
}

type Surroundings = { projects: number; owners: number; administrators: string[] | null }

export const getMembersView = (ctx: OrgContext, input: ListInput): Promise<MembersView> =>
  withOrg(ctx, 'org:members:read', async (db, entry) => {
    const rows = await db.$queryRaw<(Surroundings & MemberRow)[]>`
      select around.*, listed.* from (
        select
          (select count(*) from (select 1 from projects limit ${countedProjects + 1}) counted)::int as projects,
          (select count(*) from (select 1 from memberships where role = 'owner' limit 2) counted)::int as owners,
          (select array_agg(u.name order by a.role desc, a.sort_name, a.user_id) from (
            (select user_id, role, sort_name from memberships where role = 'owner' order by sort_name, user_id limit 3)
            union all
            (select user_id, role, sort_name from memberships where role = 'admin' order by sort_name, user_id limit 3)
          ) a join users u on u.id = a.user_id) as administrators
      ) around left join (
        select page.*, row_number() over () as number from (${queryMembers(entry, input)}) page
      ) listed on true order by listed.number`
    const { projects, owners, administrators } = rows[0]!
    return {
      ...toMembers(entry, input, rows.filter((row) => row.userId).map(toRow)),
      projects: can(entry, 'org:projects:read') ? projects : null,
      onlyOneOwner: owners === 1,
      administrators: (administrators ?? []).slice(0, 3),
    }
  })

const toRow = ({ userId, name, email, imageUrl, role, joinedAt, lastActiveAt, position }: MemberRow): MemberRow => ({
  userId,
  name,
  email,
  imageUrl,
  role,
  joinedAt,
  lastActiveAt,
  position,
})
