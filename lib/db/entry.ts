// Who is acting and where: what a caller claims (plain data, from a cookie or a token), and what the database says of it.
import { permissionsOf, type CustomRoles, type Permission } from '@/lib/auth/permissions'
import { AppError } from '@/lib/errors'

/** A signed-in browser, as its cookie says. */
export type UserContext = { userId: string; sessionId: string; origin?: Origin }

/** Where a request came from, for the audit trail. */
export type Origin = { ip: string | null; requestId: string | null }

/** As the functions of the database take it. */
export const toOriginJson = (origin: Origin | undefined): string =>
  JSON.stringify({ ip: origin?.ip ?? null, request_id: origin?.requestId ?? null })

/**
 * An organization by its id or slug; null means the session's active one. `tokenId`: came with an organization token.
 * `claimedOrganization`: the one, by id or slug, that the caller believes to be in; it must be the same.
 */
type Place = { organization: string | null; tokenId: string | null; claimedOrganization?: string | null }

/** A person in an organization. `viewAs`: a role whose rights bound theirs, to see what it sees. */
export type MemberContext = UserContext & Place & { viewAs?: string | null }

/** A program in an organization: always by a token that was issued to its API key. */
export type KeyContext = {
  apiKeyId: string
  organization: string
  tokenId: string
  claimedOrganization?: string | null
  origin?: Origin
}

export type OrgContext = MemberContext | KeyContext

/** The row of the SQL type `entry`. */
export type EntryRow = {
  status:
    | 'ok'
    | 'no_session'
    | 'no_active_organization'
    | 'not_member'
    | 'token_ended'
    | 'key_ended'
    | 'slug_taken'
    | 'organization_deleted'
  user_id: string
  user_name: string
  user_email: string
  email_verified: boolean
  session_id: string
  authenticated_at: Date
  organization_id: string
  organization_slug: string
  organization_name: string
  role: string | null
  is_active: boolean
  token_id: string | null
  status_index: string | bigint | null
  issued_at: Date | null
  /** Of the token that was just issued. */
  expires_at: Date | null
  custom_roles: CustomRoles
  api_key_id: string | null
  api_key_name: string | null
  key_permissions: string[] | null
  creator_role: string | null
  /** The key that signs now: of a door that issues a token alone. */
  signer?: string | null
}

export type UserEntry = UserContext & {
  user: { id: string; name: string; email: string; emailVerified: boolean }
  authenticatedAt: Date
}

/** Whose an event of the audit trail is. */
export type Author = {
  /** Who acts: named in the audit trail. */
  actor: { type: 'user' | 'api_key'; id: string; name: string }
  /** The person who answers for what is done: the member, or the creator of the API key. */
  responsibleId: string
  origin?: Origin
}

/** What is true of a caller in an organization now, whoever it is. */
type Standing = Omit<Author, 'origin'> & {
  responsibleName: string
  organization: string
  org: { id: string; slug: string; name: string }
  role: string
  permissions: readonly Permission[]
  customRoles: CustomRoles
  /** By the role owner itself, not by one that allows the same; of an API key: both the key and its creator. */
  isOwner: boolean
}

/** A live session of a live member. Can be passed wherever an OrgContext is wanted. */
export type MemberEntry = UserEntry & MemberContext & Standing

/** A live API key of a live member. */
export type KeyEntry = KeyContext & Standing

export type OrgEntry = MemberEntry | KeyEntry

export function toUserEntry(row: EntryRow): UserEntry {
  if (row.status === 'no_session') throw new AppError('unauthenticated')
  return {
    userId: row.user_id,
    sessionId: row.session_id,
    user: { id: row.user_id, name: row.user_name, email: row.user_email, emailVerified: row.email_verified },
    authenticatedAt: row.authenticated_at,
  }
}

/** Throws the refusal that the row's status means; to the bearer of a token every one of them is `invalid_token`. */
export function toMemberEntry(row: EntryRow, ctx: Omit<MemberContext, 'userId'>): MemberEntry {
  const { tokenId, origin, viewAs } = ctx
  if (row.status !== 'ok') {
    if (tokenId) throw new AppError('invalid_token')
    if (row.status === 'no_session') throw new AppError('unauthenticated')
    if (row.status === 'no_active_organization') throw new AppError('no_active_organization')
    if (row.status === 'not_member') throw new AppError('not_found')
  }
  assertClaimed(row, ctx)
  const permissions = permissionsOf(row.role!, row.custom_roles)
  const bounds = viewAs ? permissionsOf(viewAs, row.custom_roles).filter(isForReading) : permissions
  return {
    ...toUserEntry(row),
    ...standing(row),
    ...(origin && { origin }),
    ...(viewAs && { viewAs }),
    tokenId,
    role: row.role!,
    isOwner: row.role === 'owner' && !viewAs,
    permissions: permissions.filter((permission) => bounds.includes(permission)),
    actor: { type: 'user', id: row.user_id, name: row.user_name },
  }
}

/** A key may do what it was made for and its creator may do now. Throws invalid_token for one that has ended. */
export function toKeyEntry(row: EntryRow, ctx: Omit<KeyContext, 'organization'>): KeyEntry {
  const { apiKeyId, tokenId, origin } = ctx
  if (row.status !== 'ok') throw new AppError('invalid_token')
  assertClaimed(row, ctx)
  const own: readonly string[] = row.key_permissions ?? permissionsOf(row.role!, row.custom_roles)
  return {
    ...standing(row),
    ...(origin && { origin }),
    apiKeyId,
    tokenId,
    role: row.role ?? 'api_key',
    isOwner: row.role === 'owner' && row.creator_role === 'owner',
    permissions: permissionsOf(row.creator_role!, row.custom_roles).filter((permission) => own.includes(permission)),
    actor: { type: 'api_key', id: apiKeyId, name: row.api_key_name! },
  }
}

// A tab that shows one organization must not write in another, whichever its token or the session is for by now.
function assertClaimed(row: EntryRow, { claimedOrganization: claimed }: Pick<Place, 'claimedOrganization'>): void {
  if (row.status !== 'ok' || claimed == null) return
  if (claimed !== row.organization_id && claimed !== row.organization_slug) throw new AppError('organization_mismatch')
}

const standing = (row: EntryRow) => ({
  organization: row.organization_id,
  org: { id: row.organization_id, slug: row.organization_slug, name: row.organization_name },
  customRoles: row.custom_roles,
  responsibleId: row.user_id,
  responsibleName: row.user_name,
})

export const isForReading = (permission: Permission): boolean =>
  permission === 'org:read' || permission.endsWith(':read')
