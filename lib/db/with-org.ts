// The door to tenant data. In one statement the transaction drops to the weak role, takes the organization and reads the
// caller's live session or API key, membership and role; only then does the callback get a `db`. There is no other way to one.
import { assertPermission, type Permission } from '@/lib/auth/permissions'
import type { Prisma } from './client'
import { AppError } from '@/lib/errors'
import { slugKeptDays } from '@/lib/slugs'
import {
  toKeyEntry,
  toMemberEntry,
  toOriginJson,
  toUserEntry,
  type EntryRow,
  type MemberContext,
  type MemberEntry,
  type OrgContext,
  type OrgEntry,
  type UserContext,
} from './entry'
import { recordRefusal, refusedAttempt } from './refusal'
import { call, transaction } from './transaction'

/** What a callback may touch: tenant tables, and of people what the organization may see. */
export type OrgDb = Pick<
  Prisma.TransactionClient,
  | 'project'
  | 'membership'
  | 'invitation'
  | 'orgToken'
  | 'role'
  | 'apiKey'
  | 'organizationLogo'
  | 'ownershipTransfer'
  | 'user'
  | '$queryRaw'
  | '$executeRaw'
> & {
  // It ends by its own rules (lib/organizations/deletion.ts), and what was recorded stays: the database says so, too.
  organization: Omit<
    Prisma.TransactionClient['organization'],
    'create' | 'createMany' | 'delete' | 'deleteMany' | 'upsert'
  >
  auditEvent: Pick<Prisma.TransactionClient['auditEvent'], 'findFirst' | 'findMany' | 'count' | 'groupBy'>
}

/**
 * Runs `work` inside the caller's organization. In: who calls, the permission that it takes ('any': every member's right), the work (SQL only: no mail,
 * HTTP or hashing). Throws unauthenticated, invalid_token, not_found (no member), no_active_organization,
 * insufficient_permissions; database trouble as unavailable or conflict.
 */
export function withOrg<T>(
  ctx: OrgContext,
  permission: Permission | 'any',
  work: (db: OrgDb, entry: OrgEntry) => Promise<T>,
): Promise<T> {
  let entered: OrgEntry | undefined
  const done = transaction(async (db) => {
    const entry = await enter(db, ctx)
    entered = entry
    if (permission !== 'any') assertPermission(entry, permission)
    return work(db, entry)
  })
  return done.catch(async (error: unknown) => {
    const event = refusedAttempt(error, entered, permission)
    if (event) await recordRefusal(event, (record) => transaction(async (db) => (await enter(db, ctx), record(db))))
    throw error
  })
}

/**
 * For what a request began by `withOrg` and goes on with in another transaction, as a long file is made. In: the entry that
 * the first gave. The token was asked for then, and may have expired since; the session or the key, the membership and the
 * permission are asked again. It stays in the organization that it began in.
 */
export const withOrgAgain = <T>(entry: OrgEntry, permission: Permission, work: (db: OrgDb) => Promise<T>): Promise<T> =>
  transaction(async (db) => {
    assertPermission(await enter(db, entry, null), permission)
    return work(db)
  })

async function enter(
  db: Prisma.TransactionClient,
  ctx: OrgContext,
  tokenId: string | null = ctx.tokenId,
): Promise<OrgEntry> {
  const [row] = await ('apiKeyId' in ctx
    ? db.$queryRaw<EntryRow[]>`select * from enter_key(${ctx.apiKeyId}, null, ${ctx.organization}, ${tokenId})`
    : db.$queryRaw<EntryRow[]>`
        select * from enter_org(${ctx.sessionId}, ${ctx.userId}, ${ctx.organization}, ${tokenId})`)
  return toEntryByAnySlug(db, row!, ctx)
}

// Whoever claims to be where they are by a slug that it had lately means this one: it is still kept for it (the trigger
// keep_slug counts the days). Asked where the claim does not fit, and never else.
async function toEntryByAnySlug(db: Prisma.TransactionClient, row: EntryRow, ctx: OrgContext): Promise<OrgEntry> {
  try {
    return toEntry(row, ctx)
  } catch (error) {
    if (!isMismatch(error)) throw error
    const kept = await db.$queryRaw<unknown[]>`
      select 1 from organization_slugs where organization_id = current_org() and slug = ${ctx.claimedOrganization}
        and released_at > now() - make_interval(days => ${slugKeptDays}::int)`
    if (kept.length === 0) throw error
    return toEntry(row, { ...ctx, claimedOrganization: null })
  }
}

const isMismatch = (error: unknown): boolean => error instanceof AppError && error.code === 'organization_mismatch'

const toEntry = (row: EntryRow, ctx: OrgContext): OrgEntry =>
  'apiKeyId' in ctx ? toKeyEntry(row, ctx) : toMemberEntry(row, ctx)

/** The caller's live standing in the organization, in one statement. Throws as `withOrg` does. */
export async function enterOrg(ctx: MemberContext): Promise<MemberEntry>
export async function enterOrg(ctx: OrgContext): Promise<OrgEntry>
export async function enterOrg(ctx: OrgContext): Promise<OrgEntry> {
  const [row] = await ('apiKeyId' in ctx
    ? call<EntryRow>('select * from enter_key($1, null, $2, $3)', [ctx.apiKeyId, ctx.organization, ctx.tokenId])
    : call<EntryRow>('select * from enter_org($1, $2, $3, $4)', [
        ctx.sessionId,
        ctx.userId,
        ctx.organization,
        ctx.tokenId,
      ]))
  try {
    return toEntry(row!, ctx)
  } catch (error) {
    if (!isMismatch(error)) throw error
    return transaction((db) => enter(db, ctx))
  }
}

/** Like `enterOrg`, and makes the organization the session's active one. */
export async function switchOrg(ctx: MemberContext): Promise<MemberEntry> {
  const [row] = await call<EntryRow>('select * from switch_org($1, $2, $3)', [
    ctx.sessionId,
    ctx.userId,
    ctx.organization,
  ])
  return toMemberEntry(row!, ctx)
}

/** Creates an organization with the person as its owner. Throws email_unverified, slug_taken. */
export async function foundOrg(ctx: UserContext, input: { name: string; slug: string }): Promise<MemberEntry> {
  const [row] = await call<EntryRow>('select * from found_org($1, $2, $3, $4, $5)', [
    ctx.sessionId,
    ctx.userId,
    input.name,
    input.slug,
    toOriginJson(ctx.origin),
  ])
  if (row!.status === 'slug_taken') {
    const message = 'This slug is taken. Choose another.'
    throw new AppError('slug_taken', { errors: [{ path: 'slug', message }] })
  }
  if (!toUserEntry(row!).user.emailVerified) throw new AppError('email_unverified')
  return toMemberEntry(row!, { ...ctx, organization: row!.organization_id, tokenId: null })
}
