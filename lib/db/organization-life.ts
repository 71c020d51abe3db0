// Doors to what no ordinary one shows: the slug that an organization had before, the organizations that were deleted, and how
// many a person may have. Each is one SQL function that drops to a weak role by itself.
import { AppError } from '@/lib/errors'
import { toMemberEntry, toOriginJson, type EntryRow, type MemberEntry, type UserContext } from './entry'
import { call, callForLong } from './transaction'

/** The slug that an organization of theirs has now, which had this one before; null where there is none. */
export async function findRenamed(ctx: UserContext, slug: string): Promise<string | null> {
  const [row] = await call<{ slug: string | null }>('select find_renamed($1, $2, $3) as slug', [
    ctx.sessionId,
    ctx.userId,
    slug,
  ])
  return row!.slug
}

type DeletedRow = {
  status: EntryRow['status']
  id: string
  slug: string
  name: string
  deleted_at: Date
  restorable_until: Date
}

/** The deleted organizations that the person owns and may still restore. */
export async function enterDeleted(ctx: UserContext): Promise<DeletedRow[]> {
  const rows = await call<DeletedRow>('select * from deleted_organizations($1, $2)', [ctx.sessionId, ctx.userId])
  if (rows[0]?.status === 'no_session') throw new AppError('unauthenticated')
  return rows
}

/** Opens a deleted organization again, for an owner of it. Throws not_found, already_member_elsewhere. */
export async function restoreOrg(ctx: UserContext, organizationId: string): Promise<MemberEntry> {
  const [row] = await call<EntryRow>('select * from restore_organization($1, $2, $3, $4)', [
    ctx.sessionId,
    ctx.userId,
    organizationId,
    toOriginJson(ctx.origin),
  ])
  return toMemberEntry(row!, { ...ctx, organization: organizationId, tokenId: null })
}

/** Tells the database how many organizations a person may have. Out: how many people have too many, then nothing changed. */
export async function setTenancyMode(mode: 'multiple' | 'single'): Promise<number> {
  const [row] = await callForLong<{ several: number }>('select set_tenancy_mode($1) as several', [mode])
  return row!.several
}
