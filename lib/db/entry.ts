// Who is acting and where: what a caller claims (plain data, from a cookie or a token), and what the database says of it.
import { permissionsOf, type Permission } from '@/lib/auth/permissions'
import { AppError } from '@/lib/errors'

/** A signed-in browser, as its cookie says. */
export type UserContext = { userId: string; sessionId: string }

/** A caller in an organization: its id or slug; null means the session's active one. */
export type OrgContext = UserContext & { organization: string | null; tokenId: string | null }

/** The row of the SQL type `entry`. */
export type EntryRow = {
  status: 'ok' | 'no_session' | 'no_active_organization' | 'not_member' | 'token_ended' | 'slug_taken'
  user_id: string
  user_name: string
  user_email: string
  email_verified: boolean
  session_id: string
  authenticated_at: Date
  organization_id: string
  organization_slug: string
  organization_name: string
  role: string
  is_active: boolean
  token_id: string | null
  issued_at: Date | null
}

export type UserEntry = UserContext & {
  user: { id: string; name: string; email: string; emailVerified: boolean }
  authenticatedAt: Date
}

/** What is true now: a live session of a live member. Can be passed wherever an OrgContext is wanted. */
export type OrgEntry = UserEntry &
  OrgContext & {
    organization: string
    org: { id: string; slug: string; name: string }
    role: string
    permissions: readonly Permission[]
  }

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
export function toOrgEntry(row: EntryRow, tokenId: string | null): OrgEntry {
  if (row.status !== 'ok') {
    if (tokenId) throw new AppError('invalid_token')
    if (row.status === 'no_active_organization') throw new AppError('no_active_organization')
    if (row.status === 'not_member') throw new AppError('not_found')
  }
  return {
    ...toUserEntry(row),
    tokenId,
    organization: row.organization_id,
    org: { id: row.organization_id, slug: row.organization_slug, name: row.organization_name },
    role: row.role,
    permissions: permissionsOf(row.role),
  }
}
