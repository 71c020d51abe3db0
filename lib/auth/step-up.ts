// Actions that cannot be undone, or that give away control of the organization, require a recent sign-in, so that an
// unattended browser or a stolen cookie is not enough. Confirming the password renews the session's sign-in time.
import { z } from 'zod'
import { permissionsOf, type Holder } from '@/lib/permissions/roles'
import type { OrgSession, UserContext, UserSession } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { checkOwnPassword, signInSchema } from './credentials'

/** Permissions that can delete the organization or give it away. */
const sensitivePermissions = ['org:delete', 'org:transfer'] as const

export const confirmSchema = z.strictObject({ password: signInSchema.shape.password })

/**
 * Throws reauth_required unless the person signed in recently. API keys cannot confirm, so they always get
 * reauth_required.
 */
export function requireRecentSignIn(session: UserSession | OrgSession): void {
  if (!('authenticatedAt' in session)) {
    const detail = 'This needs a person who confirms it with a password. An API key cannot do it.'
    throw new AppError('reauth_required', { detail })
  }
  if (Date.now() - session.authenticatedAt.getTime() > getEnv().REAUTH_SECONDS * 1000)
    throw new AppError('reauth_required')
}

/** The same, but only if the permissions about to be granted include a sensitive one. */
export function requireRecentSignInToGrant(session: OrgSession, permissions: readonly string[]): void {
  if (sensitivePermissions.some((permission) => permissions.includes(permission))) requireRecentSignIn(session)
}

/** The same for the permissions of a role. */
export const requireRecentSignInToAssign = (session: OrgSession & Holder, role: string): void =>
  requireRecentSignInToGrant(session, permissionsOf(role, session.customRoles))

/**
 * Renews the session's sign-in time. Throws invalid_credentials, rate_limited, unauthenticated.
 */
export async function confirmSignIn(ctx: UserContext, password: string, headers: Headers): Promise<void> {
  const person = await withIdentity((db) =>
    db.user.findFirst({ where: { id: ctx.userId }, select: { passwordHash: true } }),
  )
  if (!person) throw new AppError('unauthenticated')
  if (!person.passwordHash) {
    const detail = 'You have no password here. Sign out and in again, then repeat this.'
    throw new AppError('invalid_credentials', { detail })
  }
  await checkOwnPassword(ctx, person.passwordHash, password, headers)
  await withIdentity(async (db) => {
    const { count } = await db.session.updateMany({
      where: { id: ctx.sessionId, userId: ctx.userId, endedAt: null, expiresAt: { gt: new Date() } },
      data: { authenticatedAt: new Date() },
    })
    if (count === 0) throw new AppError('unauthenticated')
  })
}
