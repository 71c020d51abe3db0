// The door to tenant data. In one statement the transaction drops to the weak role, takes the organization and reads the
// caller's live session, membership and role; only then does the callback get a `db`. There is no other way to one.
import { assertPermission, type Permission } from '@/lib/auth/permissions'
import type { Prisma } from './client'
import { AppError } from '@/lib/errors'
import { toOrgEntry, toUserEntry, type EntryRow, type OrgContext, type OrgEntry, type UserContext } from './entry'
import { call, transaction } from './transaction'

/** What a callback may touch: tenant tables, and of people what the organization may see. */
export type OrgDb = Pick<
  Prisma.TransactionClient,
  'project' | 'membership' | 'invitation' | 'organization' | 'orgToken' | 'user' | '$queryRaw' | '$executeRaw'
>

/**
 * Runs `work` inside the caller's organization. In: who calls, the permission that it takes, the work (SQL only: no mail,
 * HTTP or hashing). Throws unauthenticated, invalid_token, not_found (no member), no_active_organization,
 * insufficient_permissions; database trouble as unavailable or conflict.
 */
export function withOrg<T>(
  ctx: OrgContext,
  permission: Permission,
  work: (db: OrgDb, entry: OrgEntry) => Promise<T>,
): Promise<T> {
  return transaction(async (db) => {
    const [row] = await db.$queryRaw<EntryRow[]>`
      select * from enter_org(${ctx.sessionId}, ${ctx.userId}, ${ctx.organization}, ${ctx.tokenId})`
    const entry = toOrgEntry(row!, ctx.tokenId)
    assertPermission(entry, permission)
    return work(db, entry)
  })
}

/** The caller's live standing in the organization, in one statement. Throws as `withOrg` does. */
export async function enterOrg(ctx: OrgContext): Promise<OrgEntry> {
  const [row] = await call<EntryRow>('select * from enter_org($1, $2, $3, $4)', [
    ctx.sessionId,
    ctx.userId,
    ctx.organization,
    ctx.tokenId,
  ])
  return toOrgEntry(row!, ctx.tokenId)
}

/** Like `enterOrg`, and makes the organization the session's active one. */
export async function switchOrg(ctx: OrgContext): Promise<OrgEntry> {
  const [row] = await call<EntryRow>('select * from switch_org($1, $2, $3)', [
    ctx.sessionId,
    ctx.userId,
    ctx.organization,
  ])
  return toOrgEntry(row!, null)
}

/**
 * Like `enterOrg`, and stores a token's row: its id and time of issue come with the entry. With `makeActive` the
 * organization also becomes the session's active one, in the same statement and commit.
 */
export async function enterOrgForToken(ctx: OrgContext, ttlSeconds: number, makeActive: boolean) {
  const [row] = await call<EntryRow>('select * from issue_org_token($1, $2, $3, $4, $5)', [
    ctx.sessionId,
    ctx.userId,
    ctx.organization,
    ttlSeconds,
    makeActive,
  ])
  return { entry: toOrgEntry(row!, null), tokenId: row!.token_id!, issuedAt: row!.issued_at! }
}

/** Creates an organization with the person as its owner. Throws email_unverified, slug_taken. */
export async function foundOrg(ctx: UserContext, input: { name: string; slug: string }): Promise<OrgEntry> {
  const [row] = await call<EntryRow>('select * from found_org($1, $2, $3, $4)', [
    ctx.sessionId,
    ctx.userId,
    input.name,
    input.slug,
  ])
  if (row!.status === 'slug_taken') {
    const message = 'This slug is taken. Choose another.'
    throw new AppError('slug_taken', { errors: [{ path: 'slug', message }] })
  }
  if (!toUserEntry(row!).user.emailVerified) throw new AppError('email_unverified')
  return toOrgEntry(row!, null)
}
