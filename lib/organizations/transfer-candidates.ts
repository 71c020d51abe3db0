// Whom an organization can be offered to: its other members, all of them where a list to choose from can hold them; in a
// larger one those whom a search finds.
import type { MemberSession } from '@/lib/db/session'
import type { Member } from '@/lib/members/rows'
import { listMembers } from '@/lib/members/queries'
import { listMembersSchema } from '@/lib/members/schema'

/** More than a list to choose from can hold. */
const shownAtOnce = 100

/** More than somebody reads who could type another letter. */
const shownOfSearch = 20

/** `isLarge`: takes a search; `more`: it found others, too. */
export type Candidates = { members: Member[]; query: string; isLarge: boolean; more: boolean }

/** In: the beginning of a name or an address, as it came. Throws insufficient_permissions. */
export async function listCandidates(session: MemberSession, search: string | undefined): Promise<Candidates> {
  const query = listMembersSchema.shape.query.parse(search || undefined)
  const limit = query ? shownOfSearch : shownAtOnce
  const { data, nextCursor } = await listMembers(session, { query, sort: 'name', limit })
  const isLarge = query !== undefined || nextCursor !== null
  const members = isLarge && !query ? [] : data.filter(({ userId }) => userId !== session.userId)
  return { members, query: query ?? '', isLarge, more: nextCursor !== null }
}
