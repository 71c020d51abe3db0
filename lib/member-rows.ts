// The rows of a list of members: sorted by an index, or found by a word. Each page is one range of one index, so that it
// takes as long in an organization of a hundred as in one of a hundred thousand.
import { empty, sql, type Sql } from '@/lib/db/sql'
import { readCursor, toPage, type Page } from '@/lib/pagination'

export const memberSorts = ['name', 'role', 'joined', 'active'] as const

export type Member = {
  userId: string
  name: string
  email: string
  imageUrl: string | null
  role: string
  joinedAt: Date
  lastActiveAt: Date
}

export type MemberRow = Member & { position: string[] }
export type ListInput = {
  query?: string | undefined
  role?: string | undefined
  sort: (typeof memberSorts)[number]
  limit: number
  cursor?: string | undefined
}

export const memberColumns = sql`u.id as "userId", u.name, u.email, u.image_url as "imageUrl", m.role,
  m.joined_at as "joinedAt", m.last_active_at as "lastActiveAt"`

/** The query of one page, with a row more where there is another. Throws validation_failed for a cursor from elsewhere. */
export const queryMembers = (organizationId: string, input: ListInput): Sql =>
  input.query ? byTerm(input, scopeOf(organizationId, input)) : sorted(input, scopeOf(organizationId, input))

/** In: the rows of that query. Out: the page. */
export function toMembers(organizationId: string, input: ListInput, rows: MemberRow[]): Page<Member> {
  const { data, nextCursor } = toPage(rows, input.limit, scopeOf(organizationId, input), (row) => row.position)
  return { data: data.map(({ position: _position, ...member }) => member), nextCursor }
}

// What is searched for has an order of its own.
const scopeOf = (organizationId: string, { query, role, sort }: ListInput): string =>
  `members ${organizationId} ${query ?? ''} ${role ?? ''} ${query ? '' : sort}`

const orders = {
  name: { column: sql`m.sort_name`, type: sql`text`, descending: false },
  role: { column: sql`m.role`, type: sql`text`, descending: false },
  joined: { column: sql`m.joined_at`, type: sql`timestamptz`, descending: true },
  active: { column: sql`m.last_active_at`, type: sql`timestamptz`, descending: true },
} as const

// By role means by role and name, so its position has a part more.
function sorted({ role, sort, limit, cursor }: ListInput, scope: string): Sql {
  const { column, type, descending } = orders[sort]
  const byRole = sort === 'role'
  const key = byRole ? sql`${column}, m.sort_name, m.user_id` : sql`${column}, m.user_id`
  const position = readCursor(cursor, scope, byRole ? 3 : 2)
  const after = position
    ? byRole
      ? sql`and (${key}) > (${position[0]}, ${position[1]}, ${position[2]})`
      : sql`and (${key}) ${descending ? sql`<` : sql`>`} (${position[0]}::${type}, ${position[1]})`
    : empty
  const direction = descending ? sql`desc` : sql`asc`
  const order = byRole ? sql`m.role, m.sort_name, m.user_id` : sql`${column} ${direction}, m.user_id ${direction}`
  const part = descending ? sql`to_json(${column})#>>'{}'` : column
  const parts = byRole ? sql`array[m.role, m.sort_name, m.user_id]` : sql`array[${part}, m.user_id]`
  return sql`
    select ${memberColumns}, ${parts} as position
    from (select * from memberships m where m.organization_id = current_org()
        ${role ? sql`and m.role = ${role}` : empty} ${after}
      order by ${order} limit ${limit + 1}) m
    join users u on u.id = m.user_id order by ${order}`
}

// A member may match by several words: the first of them in the index counts, so that nobody is listed twice. Comparison
// by collation "C" is what a range of prefixes needs, and the only kind of match that row-level security lets an index do.
function byTerm({ query, role, limit, cursor }: ListInput, scope: string): Sql {
  const low = query!.toLowerCase()
  const high = `${low}\u{10ffff}`
  const position = readCursor(cursor, scope, 2)
  const after = position ? sql`and (t.term, t.user_id) > (${position[0]}, ${position[1]})` : empty
  return sql`
    select ${memberColumns}, array[t.term, t.user_id] as position
    from (
      select t.term, t.user_id, m.role, m.joined_at, m.last_active_at
      from member_terms t join memberships m on m.organization_id = t.organization_id and m.user_id = t.user_id
      where t.organization_id = current_org() and t.term >= ${low} and t.term < ${high} ${after}
        and not exists (select 1 from member_terms e where e.organization_id = t.organization_id and e.user_id = t.user_id
          and e.term >= ${low} and e.term < t.term)
        ${role ? sql`and m.role = ${role}` : empty}
      order by t.term, t.user_id limit ${limit + 1}
    ) t join lateral (select t.role, t.joined_at, t.last_active_at) m on true
    join users u on u.id = t.user_id order by t.term, t.user_id`
}
