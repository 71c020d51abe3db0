// What leaves something permanent requires a browser with a recent sign-in: API keys, exports, transfer, deletion, and
// grants of permissions that can bring people in or change what they may do. A stolen cookie, token or API key is then
// not enough to stay after it has ended. Confirming renews the session's sign-in time, by the password, and in an account
// that has a second factor by that one only; it replaces the cookie, so that a copy of the former one does not count as confirmed.
import { z } from 'zod'
import { lastingPermissions } from '@/lib/permissions/catalogue'
import { permissionsOf, type Holder } from '@/lib/permissions/roles'
import type { MemberSession, OrgSession, UserContext, UserSession } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { authorizeUser } from '@/lib/db/authorize'
import { checkOwnPassword, signInSchema } from './credentials'
import { confirmingFactorsOf, factorsOf, hasSecondFactor, listFactors, proofFields, type FactorKind } from './factors'
import { replaceCookie } from './replace-cookie'
import { namesOne, proveSecondFactor, secondFactorFields, type SecondFactorProof } from './second-factor'

/** One proof of the signed-in person: the password, or a second factor. */
export const confirmSchema = z
  .strictObject({ password: signInSchema.shape.password.optional(), ...secondFactorFields })
  .refine(namesOne, 'Send one proof.')

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

/** Whether the session signed in, or confirmed, within REAUTH_SECONDS. */
export const isSignInRecent = ({ authenticatedAt }: Pick<UserSession, 'authenticatedAt'>): boolean =>
  Date.now() - authenticatedAt.getTime() <= getEnv().REAUTH_SECONDS * 1000

const isOfPerson = (session: UserSession | OrgSession): session is UserSession | MemberSession =>
  'authenticatedAt' in session

function assertRecent(session: UserSession | OrgSession): void {
  if (!isOfPerson(session)) {
    const detail = 'This needs a person who confirms it. An API key cannot do it.'
    throw new AppError('reauth_required', { detail })
  }
  if (!isSignInRecent(session)) throw new AppError('reauth_required')
}

/** With what the signed-in person can confirm; nothing if they have to sign in again. */
export const listConfirmations = async ({ userId }: UserContext): Promise<FactorKind[]> =>
  confirmingFactorsOf(await listFactors(userId))

/**
 * Renews the session's sign-in time by a proof of the person, who has a second factor: by that. Out: the session, for the browser's new
 * cookie; the former one has ended. Throws invalid_credentials, rate_limited, unauthenticated.
 */
export async function confirmSignIn(
  ctx: UserContext,
  { password, ...second }: z.infer<typeof confirmSchema>,
  headers: Headers,
): Promise<UserContext> {
  // Whose cookie was copied must neither guess, nor use up the person's codes and limits, after the cookie has ended.
  await authorizeUser(ctx)
  const amr =
    password === undefined ? await proveSecond(ctx, second, headers) : await provePassword(ctx, password, headers)
  return renewSignIn(ctx, amr)
}

const proveSecond = async (ctx: UserContext, proof: SecondFactorProof, headers: Headers): Promise<string[]> => {
  const { userId, sessionId } = ctx
  const asked = { userId, purpose: 'confirm' as const, subject: sessionId }
  return (await proveSecondFactor(proof, asked, headers)).amr
}

async function provePassword(ctx: UserContext, password: string, headers: Headers): Promise<string[]> {
  const person = await withIdentity((db) => db.user.findFirst({ where: { id: ctx.userId }, select: proofFields }))
  if (!person) throw new AppError('unauthenticated')
  if (hasSecondFactor(factorsOf(person))) {
    const detail = 'Your account has a second factor. Confirm with it: a password alone is not enough.'
    throw new AppError('invalid_credentials', { detail })
  }
  if (!person.passwordHash) {
    const detail = 'You have no password here. Sign out and in again, then repeat this.'
    throw new AppError('invalid_credentials', { detail })
  }
  await checkOwnPassword(ctx, person.passwordHash, password, headers)
  return ['pwd']
}

/**
 * Notes that the person of a session has just proven who they are, and how. Out: the session, for the browser's new cookie; the former
 * one has ended. Throws unauthenticated.
 */
export const renewSignIn = (ctx: UserContext, amr: readonly string[]): Promise<UserContext> =>
  withIdentity((db) => renewSignInWith(db, ctx, amr))

/** The same in the transaction of `db`. */
export async function renewSignInWith(db: IdentityDb, ctx: UserContext, amr: readonly string[]): Promise<UserContext> {
  await db.$executeRaw`
    update sessions set authenticated_at = now(),
      amr = amr || array(select method from unnest(${amr}::text[]) method where method <> all (amr))
    where id = ${ctx.sessionId} and user_id = ${ctx.userId}`
  return replaceCookie(db, ctx)
}
