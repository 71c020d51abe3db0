// Reads of the members of an organization.
import type { OrgContext } from '@/lib/db/session'
import { queryOrg, withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import {
  memberColumns,
  type ListInput,
  type Member,
  type MembersPage,
  toMembers,
  type MemberRow,
  queryMembers,
} from './rows'

/** By name, role or time; with `query`, by the matching word. Each page is one range of one index. */
export const listMembers = (ctx: OrgContext, input: ListInput): Promise<MembersPage> =>
  queryOrg(ctx, 'org:members:read', queryMembers(input), (rows: MemberRow[], session) =>
    toMembers(session, input, rows),
  )

/** Those of the people who are members, by name. */
export const getMembers = (ctx: OrgContext, userIds: string[]): Promise<Member[]> =>
  withOrg(
    ctx,
    'org:members:read',
    (db) => db.$queryRaw<Member[]>`
      select ${memberColumns} from memberships m join users u on u.id = m.user_id
      where m.user_id = any(${userIds}) order by m.sort_name`,
  )

/**
 * `isOnlyOwner`: no other owner stays (one who is deleting their account does not count), so the member can neither be removed nor
 * get another role.
 */
export type SingleMember = Member & { isOnlyOwner: boolean }

/** Throws not_found. */
export const getMember = (ctx: OrgContext, userId: string): Promise<SingleMember> =>
  withOrg(ctx, 'org:members:read', (db) => readMember(db, userId))

/** Throws not_found. For a transaction that reads more of the member. */
export async function readMember(db: OrgDb, userId: string): Promise<SingleMember> {
  const [member] = await db.$queryRaw<SingleMember[]>`
    select ${memberColumns}, m.role = 'owner' and not exists (
      select 1 from memberships o join users p on p.id = o.user_id
      where o.role = 'owner' and o.user_id <> m.user_id and p.deleted_at is null) as "isOnlyOwner"
    from memberships m join users u on u.id = m.user_id where m.user_id = ${userId}`
  if (!member) throw new AppError('not_found')
  return member
}
