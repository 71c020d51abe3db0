// Contexts and sessions: a context is what a caller claims (plain data from a cookie or a token), a session is what the
// access check found.
import { isForReading, type Permission } from '@/lib/permissions/catalogue'
import { permissionsOf, type CustomRoles } from '@/lib/permissions/roles'
import { AppError, type ErrorCode } from '@/lib/errors'
import type { KeyRow, MemberRow, PersonRow } from './access-rows'

/**
 * A signed-in person, as claimed by a browser's cookie. `cookieVersion`: that of the cookie, whose copies end with a higher one; null for
 * a bearer token, which the access check reads by its own id.
 */
export type UserContext = { userId: string; sessionId: string; cookieVersion: number | null; origin?: Origin }

/** Where a request came from, for the audit log. */
export type Origin = { ip: string | null; requestId: string | null }

/**
 * An organization by id, slug or former slug; null is the session's active one. `tokenId`: the organization token of
 * the request. `claimedOrganization`: an organization that the request also names, which must be the same.
 */
type OrganizationRef = { organization: string | null; tokenId: string | null; claimedOrganization?: string | null }

/** A person in an organization. `viewAs`: a role that limits their permissions, to see what it sees. */
export type MemberContext = UserContext & OrganizationRef & { viewAs?: string | null }

/** An API key in an organization, by a token that was issued to it. */
export type KeyContext = {
  apiKeyId: string
  organization: string
  tokenId: string | null
  claimedOrganization?: string | null
  origin?: Origin
}

export type OrgContext = MemberContext | KeyContext

/** A job for one organization, by its id. */
export type SystemContext = { system: true; organization: string }

export const systemContext = (organization: string): SystemContext => ({ system: true, organization })

/**
 * An organization that the application accesses without a check: to create or restore it after an earlier check of the
 * person, or for public data (`anonymous`).
 */
export type AssumedContext = { actorId: string; organization: string }

type Refusals<Status extends string> = Readonly<Record<Exclude<Status, 'ok'>, ErrorCode>>

const personRefusals: Refusals<PersonRow['status']> = { no_session: 'unauthenticated' }
const memberRefusals: Refusals<MemberRow['status']> = {
  no_session: 'unauthenticated',
  no_active_organization: 'no_active_organization',
  not_member: 'not_found',
  organization_mismatch: 'organization_mismatch',
  token_ended: 'invalid_token',
  second_factor_required: 'second_factor_required',
}

// A bearer token gets invalid_token for everything that ends it.
const alsoForTokens: readonly ErrorCode[] = ['organization_mismatch', 'second_factor_required']

const keyRefusals: Refusals<KeyRow['status']> = {
  key_ended: 'invalid_token',
  token_ended: 'invalid_token',
  organization_mismatch: 'organization_mismatch',
}

export type UserSession = UserContext & {
  user: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    imageUrl: string | null
    /** An IANA name, such as Europe/Berlin. */
    timeZone: string
    /** A language and region, such as en-GB: dates and numbers are written in its way. */
    locale: string
  }
  authenticatedAt: Date
}

/** The signed-in person, and the id of their session's active organization. */
export type PersonSession = UserSession & { activeOrganizationId: string | null }

/** The author of an audit event. */
export type Author = {
  /** The actor that the event names. */
  actor: { type: 'user' | 'api_key'; id: string; name: string }
  /** The responsible person: the member, or the creator of the API key. */
  responsibleId: string
  origin?: Origin
}

/** What a caller is and may do in an organization now. */
type Access = Omit<Author, 'origin'> & {
  responsibleName: string
  organization: string
  org: { id: string; slug: string; name: string }
  role: string
  permissions: readonly Permission[]
  customRoles: CustomRoles
  /**
   * Has the role owner itself, not a role with the same permissions. For an API key: both the key and its creator have
   * it.
   */
  isOwner: boolean
}

/** The session of a member. It can be passed wherever an OrgContext is expected. */
export type MemberSession = UserSession &
  MemberContext &
  Access & {
    logoUrl: string | null
    /** The color of the organization, from 0 to 7; null for the one that follows from its id. */
    hue: number | null
    /** The session's first access to this organization is in its audit log. */
    hasVisited: boolean
    /** The caller used a former slug of the organization. */
    byFormerSlug: boolean
    /** How the session was signed in or confirmed (RFC 8176). */
    amr: readonly string[]
    /** When the organization stops letting the member in without a second factor; null if it does not, or if they have one. */
    secondFactorDueAt: Date | null
    /** Since when members may open the access report of a page; null if they may not. */
    accessReportSince: Date | null
  }

/** The session of an API key whose creator is a member. */
export type KeySession = KeyContext & Access

export type OrgSession = MemberSession | KeySession

/** Throws unauthenticated. */
export function toPersonSession(row: PersonRow, ctx: UserContext): PersonSession {
  if (row.status !== 'ok') throw new AppError(personRefusals[row.status])
  return { ...toUserSession(row, ctx), activeOrganizationId: row.active_organization_id }
}

const toUserSession = (
  row: PersonRow | MemberRow,
  { userId, sessionId, cookieVersion, origin }: UserContext,
): UserSession => ({
  userId,
  sessionId,
  cookieVersion,
  ...(origin && { origin }),
  user: {
    id: userId,
    name: row.user_name,
    email: row.user_email,
    emailVerified: row.email_verified,
    imageUrl: row.user_image_url,
    timeZone: row.user_time_zone,
    locale: row.user_locale,
  },
  authenticatedAt: row.authenticated_at,
})

/** Throws the error for the row's status. */
export function toMemberSession(row: MemberRow, ctx: MemberContext): MemberSession {
  const { tokenId, viewAs, userId } = ctx
  if (row.status !== 'ok') {
    const code = memberRefusals[row.status]
    throw new AppError(tokenId && !alsoForTokens.includes(code) ? 'invalid_token' : code)
  }
  return {
    ...toUserSession(row, ctx),
    ...toOrganization(row),
    ...(viewAs && { viewAs }),
    logoUrl: row.organization_logo_url,
    hue: row.organization_hue,
    hasVisited: row.has_visited,
    byFormerSlug: row.by_former_slug,
    amr: row.amr,
    secondFactorDueAt: row.lacks_second_factor ? row.second_factor_from : null,
    accessReportSince: row.access_report_since,
    responsibleId: userId,
    responsibleName: row.user_name,
    tokenId,
    role: row.role,
    isOwner: row.role === 'owner' && !viewAs,
    permissions: permissionsWithin(row, viewAs),
    actor: { type: 'user', id: userId, name: row.user_name },
  }
}

// The permissions of the role, limited to the token's scope and to what the viewed role may read.
function permissionsWithin({ role, custom_roles, scope }: MemberRow, viewAs?: string | null): Permission[] {
  const viewed = viewAs ? permissionsOf(viewAs, custom_roles).filter(isForReading) : null
  return permissionsOf(role, custom_roles).filter(
    (permission) => (!scope || scope.includes(permission)) && (!viewed || viewed.includes(permission)),
  )
}

/** A key's permissions are limited to its creator's, and to the token's scope. Throws invalid_token for a key that has ended. */
export function toKeySession(row: KeyRow, { apiKeyId, tokenId, origin }: Omit<KeyContext, 'organization'>): KeySession {
  if (row.status !== 'ok') throw new AppError(keyRefusals[row.status])
  const own: readonly string[] = row.permissions ?? permissionsOf(row.role!, row.custom_roles)
  return {
    ...toOrganization(row),
    ...(origin && { origin }),
    apiKeyId,
    tokenId,
    responsibleId: row.creator_id,
    responsibleName: row.creator_name,
    role: row.role ?? 'api_key',
    isOwner: row.role === 'owner' && row.creator_role === 'owner',
    permissions: permissionsOf(row.creator_role, row.custom_roles).filter(
      (permission) => own.includes(permission) && (!row.scope || row.scope.includes(permission)),
    ),
    actor: { type: 'api_key', id: apiKeyId, name: row.key_name },
  }
}

const toOrganization = (row: MemberRow | KeyRow) => ({
  organization: row.organization_id,
  org: { id: row.organization_id, slug: row.organization_slug, name: row.organization_name },
  customRoles: row.custom_roles,
})

/** The organization of a session as a mail shows it; an API key's session does not know the color. */
export const markOf = (session: OrgSession): { name: string; hue: number | null } => ({
  name: session.org.name,
  hue: 'hue' in session ? session.hue : null,
})
