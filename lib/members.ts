// The people of an organization. Nobody changes or removes somebody whose role allows what they lack, and the last owner
// stays: the database says so, whatever runs at the same moment.
import { z } from 'zod'
import { assertMayGrant, roleKeySchema } from '@/lib/auth/permissions'
import { empty, sql } from '@/lib/db/sql'
import type { OrgContext } from '@/lib/db/entry'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { cursorSchema, limitSchema, readCursor, toPage, type Page } from '@/lib/pagination'
import { singleLine } from '@/lib/text'

export const memberSorts = ['name', 'role', 'joined', 'active'] as const
export const listMembersSchema = z.object({
  query: singleLine(100).optional().catch(undefined),
  role: roleKeySchema.optional(),
  sort: z.enum(memberSorts).default('name'),
  limit: limitSchema,
  cursor: cursorSchema,
})
export const changeRoleSchema = z.strictObject({ role: roleKeySchema })

export type Member = {
  userId: string
  name: string
  email: string
  imageUrl: string | null
  role: string
  joinedAt: Date
  lastActiveAt: Date
}

type MemberRow = Member & { position: string[] }
type ListInput = z.infer<typeof listMembersSchema>

const columns = sql`u.id as "userId", u.name, u.email, u.image_url as "imageUrl", m.role,
  m.joined_at as "joinedAt", m.last_active_at as "lastActiveAt"`

/** By name, role, or newest first; with `query`, by the word that matched. Each page is one range of one index. */
export const listMembers = (ctx: OrgContext, input: ListInput): Promise<Page<Member>> =>
  withOrg(ctx, 'org:members:read', async (db, { org }) => {
    const scope = `members ${org.id} ${input.query ?? ''} ${input.role ?? ''} ${input.query ? '' : input.sort}`
    const rows = await (input.query ? findByTerm(db, input, scope) : listSorted(db, input, scope))
    const { data, nextCursor } = toPage(rows, input.limit, scope, (row) => row.position)
    return { data: data.map(({ position: _position, ...member }) => member), nextCursor }
  })

const orders = {
  name: { column: sql`m.sort_name`, type: sql`text`, descending: false },
  role: { column: sql`m.role`, type: sql`text`, descending: false },
  joined: { column: sql`m.joined_at`, type: sql`timestamptz`, descending: true },
  active: { column: sql`m.last_active_at`, type: sql`timestamptz`, descending: true },
} as const

// By role means by role and name, so its position has a part more.
function listSorted(db: OrgDb, { role, sort, limit, cursor }: ListInput, scope: string): Promise<MemberRow[]> {
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
  return db.$queryRaw<MemberRow[]>`
    select ${columns}, ${parts} as position
    from (select * from memberships m where m.organization_id = current_org()
        ${role ? sql`and m.role = ${role}` : empty} ${after}
      order by ${order} limit ${limit + 1}) m
    join users u on u.id = m.user_id order by ${order}`
}

// A member may match by several words: the first of them in the index counts, so that nobody is listed twice. Comparison
// by collation "C" is what a range of prefixes needs, and the only kind of match that row-level security lets an index do.
function findByTerm(db: OrgDb, { query, role, limit, cursor }: ListInput, scope: string): Promise<MemberRow[]> {
  const low = query!.toLowerCase()
  const high = `${low}\u{10ffff}`
  const position = readCursor(cursor, scope, 2)
  const after = position ? sql`and (t.term, t.user_id) > (${position[0]}, ${position[1]})` : empty
  return db.$queryRaw<MemberRow[]>`
    select ${columns}, array[t.term, t.user_id] as position
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

/** Throws not_found, insufficient_permissions (roles above one's own), last_owner. */
export const changeRole = (ctx: OrgContext, userId: string, input: z.infer<typeof changeRoleSchema>): Promise<Member> =>
  withOrg(ctx, 'org:members:write', async (db, entry) => {
    const member = await requireMember(db, userId)
    assertMayGrant(entry, member.role)
    assertMayGrant(entry, input.role)
    await db.membership.updateMany({ where: { userId }, data: { role: input.role } })
    return { ...member, role: input.role }
  })

/** Throws not_found, insufficient_permissions (roles above one's own), last_owner. */
export const removeMember = (ctx: OrgContext, userId: string): Promise<void> =>
  withOrg(ctx, 'org:members:write', async (db, entry) => {
    assertMayGrant(entry, (await requireMember(db, userId)).role)
    await db.membership.deleteMany({ where: { userId } })
  })

/** Any member may go; a program is none. Throws last_owner. */
export const leaveOrganization = (ctx: OrgContext): Promise<void> =>
  withOrg(ctx, 'org:read', async (db, { actor }) => {
    if (actor.type !== 'user')
      throw new AppError('insufficient_permissions', { detail: 'Only a person can leave an organization.' })
    await db.membership.deleteMany({ where: { userId: actor.id } })
  })

async function requireMember(db: OrgDb, userId: string): Promise<Member> {
  const [member] = await db.$queryRaw<Member[]>`
    select ${columns} from memberships m join users u on u.id = m.user_id where m.user_id = ${userId}`
  if (!member) throw new AppError('not_found')
  return member
}

export const toMemberJson = (member: Member) => ({
  user_id: member.userId,
  name: member.name,
  email: member.email,
  image_url: member.imageUrl,
  role: member.role,
  joined_at: member.joinedAt.toISOString(),
  last_active_at: member.lastActiveAt.toISOString(),
})
