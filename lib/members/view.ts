// The data of the members page, in one transaction and one statement: a page of the list, and whether there is only one
// owner. Its cost does not grow with the organization.
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { queryMembers, toMembers, type ListInput, type MemberRow, type MembersPage } from './rows'

export type MembersView = MembersPage & {
  onlyOneOwner: boolean
}

type Surroundings = { owners: number }

export const getMembersView = (ctx: OrgContext, input: ListInput): Promise<MembersView> =>
  withOrg(ctx, 'org:members:read', async (db, session) => {
    const rows = await db.$queryRaw<(Surroundings & MemberRow)[]>`
      select around.*, listed.* from (
        select
          (select count(*) from (select 1 from memberships where role = 'owner' limit 2) counted)::int as owners
      ) around left join (
        select page.*, row_number() over () as number from (${queryMembers(session, input)}) page
      ) listed on true order by listed.number`
    const { owners } = rows[0]!
    return {
      ...toMembers(session, input, rows.filter((row) => row.userId).map(toRow)),
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
