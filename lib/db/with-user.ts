// The narrow door: a person's own memberships, before an organization is known.
import { builtInRolesJson, type CustomRoles } from '@/lib/auth/permissions'
import { AppError } from '@/lib/errors'
import type { Prisma } from './client'
import { toUserEntry, type EntryRow, type UserContext, type UserEntry } from './entry'
import { call, transaction } from './transaction'

export type UserDb = Pick<
  Prisma.TransactionClient,
  'membership' | 'invitation' | 'organization' | 'ownershipTransfer' | 'user' | '$queryRaw'
>

/** The signed-in person, and the id of the organization that their session is in. */
export type PersonEntry = UserEntry & { activeOrganizationId: string | null }

const toPersonEntry = (row: EntryRow): PersonEntry => ({
  ...toUserEntry(row),
  activeOrganizationId: row.organization_id,
})

/** Runs `work` as the signed-in person. Throws unauthenticated when the session has ended. */
export function withUser<T>(ctx: UserContext, work: (db: UserDb, entry: PersonEntry) => Promise<T>): Promise<T> {
  return transaction(async (db) => {
    const [row] = await db.$queryRaw<EntryRow[]>`select * from enter_user(${ctx.sessionId}, ${ctx.userId})`
    return work(db, toPersonEntry(row!))
  })
}

/** Who is signed in, and the id of their active organization, in one statement. */
export async function enterUser(ctx: UserContext): Promise<PersonEntry> {
  const [row] = await call<EntryRow>('select * from enter_user($1, $2)', [ctx.sessionId, ctx.userId])
  return toPersonEntry(row!)
}

/** A row of the SQL function `my_organizations`. */
type MembershipRow = {
  status: EntryRow['status']
  id: string
  slug: string
  name: string
  role: string
  joined_at: Date
  is_active: boolean
  /** How many wait for the person: the same in every row. */
  invitations: number
  custom_role: CustomRoles[string] | null
  logo_url: string | null
}

/** The person's memberships with their organizations, in one statement however many there are. */
export async function enterAll(ctx: UserContext): Promise<MembershipRow[]> {
  const rows = await call<MembershipRow>(
    // What the built-in roles allow is told first: the other function depends on it.
    `select m.*, l.logo_url from (select set_config('app.built_in_roles', $3, true) as told) s,
        lateral my_organizations($1, case when s.told is not null then $2 end) with ordinality m
        left join my_logos($1, $2) l using (id) order by m.ordinality`,
    [ctx.sessionId, ctx.userId, builtInRolesJson],
  )
  if (rows[0]?.status === 'no_session') throw new AppError('unauthenticated')
  return rows
}
