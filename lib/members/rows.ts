// Queries for lists of members: sorted by an index, or found by a word. Each page is one range of one index, so its
// cost does not grow with the organization.
import { roleKeysOf, type Holder } from '@/lib/permissions/roles'
import { empty, sql, type Sql } from '@/lib/db/sql'
import { fieldError } from '@/lib/errors'
import { readCursor, sealCursor, type Page } from '@/lib/pagination'

export const memberSorts = ['name', 'role', 'joined', 'active'] as const
export const memberOrders = ['asc', 'desc'] as const

type Sort = (typeof memberSorts)[number]
type Order = (typeof memberOrders)[number]

export type Member = {
  userId: string
  name: string
  email: string
  imageUrl: string | null
  role: string
  joinedAt: Date
  lastActiveAt: Date
}

/** `position`: the start of the next page, as JSON, which is read for the first and the last row only. */
export type MemberRow = Member & { position: string }
export type ListInput = {
  query?: string | undefined
  role?: string | undefined
  sort: Sort
  /** By default names from A, the highest role first, the newest first. */
  order?: Order | undefined
  limit: number
  cursor?: string | undefined
}

type FirstPageInput = ListInput & { sort: Exclude<Sort, 'role'>; cursor?: undefined }

/** A page with cursors in both directions. */
export type MembersPage = Page<Member> & { previousCursor: string | null }

/** The organization of the list, with its custom roles. */
type ListContext = Pick<Holder, 'customRoles'> & { org: { id: string } }

export const defaultOrder = (sort: Sort): Order => (sort === 'joined' || sort === 'active' ? 'desc' : 'asc')

export const memberColumns = sql`u.id as "userId", u.name, u.email, u.image_url as "imageUrl", m.role,
  m.joined_at as "joinedAt", m.last_active_at as "lastActiveAt"`

/**
 * The query of one page, with one extra row if there is another page; a function where it depends on the organization, which
 * throws validation_failed for another list's cursor.
 */
export function queryMembers(input: FirstPageInput): Sql
export function queryMembers(input: ListInput): Sql | ((context: ListContext) => Sql)
export function queryMembers(input: ListInput): Sql | ((context: ListContext) => Sql) {
  if (!input.query && input.sort === 'role') return (context) => byRole(context, input, readPosition(context, input))
  const query = input.query ? byTerm : sorted
  return input.cursor === undefined ? query(input, firstPage) : (context) => query(input, readPosition(context, input))
}

/** In: the rows of that query. Out: the page with its cursors. */
export function toMembers(context: ListContext, input: ListInput, rows: MemberRow[]): MembersPage {
  const { back } = readPosition(context, input)
  const more = rows.length > input.limit
  const shown = rows.slice(0, input.limit)
  if (back) shown.reverse()
  const cursor = (mark: string, row: MemberRow | undefined) =>
    row ? sealCursor([mark, ...(JSON.parse(row.position) as string[])], scopeOf(context, input)) : null
  return {
    data: shown.map(({ position: _position, ...member }) => member),
    nextCursor: back || more ? cursor('after', shown.at(-1)) : null,
    previousCursor: (back ? more : input.cursor) ? cursor('before', shown[0]) : null,
  }
}

// A search ignores the sort order.
const scopeOf = ({ org }: ListContext, { query, role, sort, order }: ListInput): string =>
  `members ${org.id} ${query ?? ''} ${role ?? ''} ${query ? '' : `${sort} ${order ?? defaultOrder(sort)}`}`

/** Where the page begins; `back`: read from there towards the first page. */
type Position = { from: string[] | null; back: boolean }

const firstPage: Position = { from: null, back: false }

function readPosition(context: ListContext, input: ListInput): Position {
  const parts = input.sort === 'role' && !input.query ? 3 : 2
  const [mark, ...from] = readCursor(input.cursor, scopeOf(context, input), 1 + parts) ?? []
  return { from: mark ? from : null, back: mark === 'before' }
}

const columns = {
  name: { column: sql`m.sort_name`, type: sql`text`, part: sql`m.sort_name` },
  joined: { column: sql`m.joined_at`, type: sql`timestamptz`, part: sql`to_json(m.joined_at)#>>'{}'` },
  active: { column: sql`m.last_active_at`, type: sql`timestamptz`, part: sql`to_json(m.last_active_at)#>>'{}'` },
} as const

function sorted(input: ListInput, { from, back }: Position): Sql {
  const { role, sort, order = defaultOrder(sort), limit } = input
  const { column, type, part } = columns[sort as keyof typeof columns]
  const descending = (order === 'desc') !== back
  const after = from
    ? sql`and (${column}, m.user_id) ${descending ? sql`<` : sql`>`} (${from[0]}::${type}, ${from[1]})`
    : empty
  const direction = descending ? sql`desc` : sql`asc`
  const by = sql`${column} ${direction}, m.user_id ${direction}`
  return sql`
    select ${memberColumns}, json_build_array(${part}, m.user_id)::text as position
    from (select * from memberships m where m.organization_id = current_org()
        ${role ? sql`and m.role = ${role}` : empty} ${after}
      order by ${by} limit ${limit + 1}) m
    join users u on u.id = m.user_id order by ${by}`
}

const maxText = '\u{10ffff}'

// Role after role, highest first, and by name within each: for every role one range of an index, at most as long as the
// page. Roles are passed in because no row contains their order. The bound that matches all rows keeps it one query.
function byRole(context: ListContext, input: ListInput, { from, back }: Position): Sql {
  const all = input.role ? [input.role] : roleKeysOf(context)
  const roles = (input.order === 'desc') === back ? all : all.toReversed()
  const first = from ? roles.indexOf(from[0]!) : 0
  if (first < 0) throw fieldError('cursor', 'The roles have changed. Begin with the first page.')
  const left = roles.slice(first)
  const bounds = left.map((_, index) => (index === 0 && from ? [from[1]!, from[2]!] : back ? [maxText, ''] : ['', '']))
  const direction = back ? sql`desc` : sql`asc`
  const by = sql`m.sort_name ${direction}, m.user_id ${direction}`
  return sql`
    select ${memberColumns}, json_build_array(m.role, m.sort_name, m.user_id)::text as position
    from (select listed.rank, m.*
        from unnest(${left}::text[], ${bounds.map(([name]) => name)}::text[], ${bounds.map(([, id]) => id)}::text[])
          with ordinality listed(role, name, id, rank),
        lateral (select * from memberships m where m.organization_id = current_org() and m.role = listed.role
            and (m.sort_name, m.user_id) ${back ? sql`<` : sql`>`} (listed.name, listed.id)
          order by ${by} limit ${input.limit + 1}) m
      order by listed.rank, ${by} limit ${input.limit + 1}) m
    join users u on u.id = m.user_id order by m.rank, ${by}`
}

// A member may match by several words: only the first in the index counts, so that no member is listed twice. A range
// by collation "C" finds prefixes, and row-level security allows an index only such comparisons.
function byTerm({ query, role, limit }: ListInput, { from, back }: Position): Sql {
  const low = sql`search_text(${query})`
  const after = from ? sql`and (t.term, t.user_id) ${back ? sql`<` : sql`>`} (${from[0]}, ${from[1]})` : empty
  const direction = back ? sql`desc` : sql`asc`
  const by = sql`t.term ${direction}, t.user_id ${direction}`
  return sql`
    select ${memberColumns}, json_build_array(t.term, t.user_id)::text as position
    from (
      select t.term, t.user_id from member_terms t
      where t.organization_id = current_org() and ${low} <> '' and t.term >= ${low} and t.term < ${low} || ${maxText} ${after}
        ${role ? sql`and t.role = ${role}` : empty}
        and not exists (select 1 from member_terms e where e.organization_id = t.organization_id and e.user_id = t.user_id
          and e.term >= ${low} and e.term < t.term)
      order by ${by} limit ${limit + 1}
    ) t join memberships m on m.organization_id = current_org() and m.user_id = t.user_id
    join users u on u.id = t.user_id order by ${by}`
}
