// What leaves something permanent requires a browser with a recent sign-in: API keys, exports, transfer, deletion, and
// grants of permissions that can bring people in or change what they may do. A stolen cookie, token or API key is then
// not enough to stay after it has ended. Confirming the password renews the session's sign-in time.
import { z } from 'zod'
import { lastingPermissions } from '@/lib/permissions/catalogue'
import { permissionsOf, type Holder } from '@/lib/permissions/roles'
import type { MemberSession, OrgSession, UserContext, UserSession } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { checkOwnPassword, signInSchema } from './credentials'

export const confirmSchema = z.strictObject({ password: signInSchema.shape.password })

/**
 * Throws reauth_required unless a person signed in recently in the browser that calls. A bearer token never suffices: a
 * backend that received it could act for the person.
 */
export function requireRecentSignIn(session: UserSession | OrgSession): void {
  if ('tokenId' in session && session.tokenId !== null && isOfPerson(session)) {
    const detail = 'This needs the browser in which you signed in. A bearer token cannot do it.'
    throw new AppError('reauth_required', { detail })
  }
  assertRecent(session)
}

/** The same, but only if the permissions about to be granted include a lasting one. */
export function requireRecentSignInToGrant(session: OrgSession, permissions: readonly string[]): void {
  if (lastingPermissions.some((permission) => permissions.includes(permission))) requireRecentSignIn(session)
}

/** The same for the permissions of a role. */
export const requireRecentSignInToAssign = (session: OrgSession & Holder, role: string): void =>
  requireRecentSignInToGrant(session, permissionsOf(role, session.customRoles))

/**
 * Throws reauth_required if the role is an owner's and the person did not sign in recently. For taking it away, which
 * gives nothing to the caller: a bearer token suffices.
 */
export function requireRecentSignInToTake(session: OrgSession & Holder, role: string): void {
  const held = permissionsOf(role, session.customRoles)
  if (held.includes('org:delete') || held.includes('org:transfer')) assertRecent(session)
}

const isOfPerson = (session: UserSession | OrgSession): session is UserSession | MemberSession =>
  'authenticatedAt' in session

function assertRecent(session: UserSession | OrgSession): void {
  if (!isOfPerson(session)) {
    const detail = 'This needs a person who confirms it with a password. An API key cannot do it.'
    throw new AppError('reauth_required', { detail })
  }
  if (Date.now() - session.authenticatedAt.getTime() > getEnv().REAUTH_SECONDS * 1000)
    throw new AppError('reauth_required')
}

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
