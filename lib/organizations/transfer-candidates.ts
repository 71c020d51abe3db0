// Members to whom the ownership can be offered: all other members, or in a large organization those that match a
// search.
import type { MemberSession } from '@/lib/db/session'
import type { Member } from '@/lib/members/rows'
import { listMembers } from '@/lib/members/queries'
import { listMembersSchema } from '@/lib/members/schema'

/** Up to this many members a list shows them all. */
const shownAtOnce = 100

/** The maximum number of search results. */
const shownOfSearch = 20

/**
 * `isLarge`: there are too many members to list, so a search is needed; `more`: the search found more than it shows.
 */
export type Candidates = { members: Member[]; query: string; isLarge: boolean; more: boolean }

/** In: the beginning of a name or an address, as typed. Throws insufficient_permissions. */
export async function listCandidates(session: MemberSession, search: string | undefined): Promise<Candidates> {
  const query = listMembersSchema.shape.query.safeParse(search).data
  const limit = query ? shownOfSearch : shownAtOnce
  const { data, nextCursor } = await listMembers(session, { query, sort: 'name', limit })
  const isLarge = query !== undefined || nextCursor !== null
  const members = isLarge && !query ? [] : data.filter(({ userId }) => userId !== session.userId)
  return { members, query: query ?? '', isLarge, more: nextCursor !== null }
}
