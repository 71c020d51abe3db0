// What the page of members shows, in one visit to the door and one statement: the page of the list, and around it what a
// member who is removed loses, and whether an owner is the last one. Nothing here grows with the organization.
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { can } from '@/lib/permissions/grants'
import { queryMembers, toMembers, type ListInput, type MemberRow, type MembersPage } from './rows'

/** More of them are not counted. */
export const countedProjects = 1000

export type MembersView = MembersPage & {
  /** How many projects there are, at most one more than are counted; null for a role that may not see them. */
  projects: number | null
  onlyOneOwner: boolean
}

type Surroundings = { projects: number; owners: number }

export const getMembersView = (ctx: OrgContext, input: ListInput): Promise<MembersView> =>
  withOrg(ctx, 'org:members:read', async (db, session) => {
    const rows = await db.$queryRaw<(Surroundings & MemberRow)[]>`
      select around.*, listed.* from (
        select
          (select count(*) from (select 1 from projects limit ${countedProjects + 1}) counted)::int as projects,
          (select count(*) from (select 1 from memberships where role = 'owner' limit 2) counted)::int as owners
      ) around left join (
        select page.*, row_number() over () as number from (${queryMembers(session, input)}) page
      ) listed on true order by listed.number`
    const { projects, owners } = rows[0]!
    return {
      ...toMembers(session, input, rows.filter((row) => row.userId).map(toRow)),
      projects: can(session, 'org:projects:read') ? projects : null,
      onlyOneOwner: owners === 1,
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
