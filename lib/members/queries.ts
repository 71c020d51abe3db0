// Reads of the members of an organization.
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { type ListInput, type MembersPage, toMembers, type MemberRow, queryMembers } from './rows'

/** By name, role or time; with `query`, by the matching word. Each page is one range of one index. */
export const listMembers = (ctx: OrgContext, input: ListInput): Promise<MembersPage> =>
  withOrg(ctx, 'org:members:read', async (db, session) =>
    toMembers(session, input, await db.$queryRaw<MemberRow[]>`${queryMembers(session, input)}`),
  )
