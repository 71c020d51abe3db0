// A sign-in that has passed its first factor and waits for the second: a row for ten minutes, and a cookie with its secret.
// It is no session, so nothing but the second step accepts it.
import { randomBytes } from 'node:crypto'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { cookieHeader, hostCookie, readCookie } from '@/lib/requests/cookies'
import { consume } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { hashSecret } from './hash-secret'
import { holdProof, provenPerson, type ProvenPerson } from './proven-person'
import { defaultReturnPath, safeReturnPath } from './return-path'

const lifetimeSeconds = 10 * 60

/** How a sign-in began: by password, by a mailed code, or at a provider. */
export type FirstFactor = 'pwd' | 'otp' | 'fed'

export const secondFactorPath = '/sign-in/second-factor'

/** In: where the person wanted to go. Out: the page of the second step that leads there. */
export function secondStepPath(returnTo: string | undefined): string {
  const path = safeReturnPath(returnTo)
  return path === defaultReturnPath
    ? secondFactorPath
    : `${secondFactorPath}?${new URLSearchParams({ callbackUrl: path })}`
}

export const pendingCookie = () => hostCookie('pending-sign-in', lifetimeSeconds)

/**
 * Thrown instead of a session. lib/actions.ts and the route of next-auth set the cookie and lead to the second step, so
 * every way in gets it without knowing of it.
 */
export class SecondFactorPending extends AppError {
  /** The value of the cookie. */
  readonly secret: string

  constructor(secret: string) {
    super('second_factor_pending')
    this.secret = secret
  }
}

/**
 * Out: the error to throw. Throws rate_limited, and invalid_credentials if the person's sessions were ended since the proof. Counted
 * by network, so that a stranger who knows the password does not use up what its owner needs.
 */
export async function pendSignIn(
  proven: ProvenPerson,
  method: FirstFactor,
  headers: Headers,
): Promise<SecondFactorPending> {
  const { userId } = proven
  await consume('pending_sign_ins_by_person_and_network', `${userId} ${clientNetwork(headers)}`)
  const secret = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000)
  await withIdentity(async (db) => {
    await holdProof(db, proven)
    const data = { secretHash: hashSecret(secret), userId, method, expiresAt }
    await db.pendingSignIn.create({ data, select: { secretHash: true } })
  })
  return new SecondFactorPending(secret)
}

/** `id`: what a challenge for it is bound to. */
type PendingSignIn = { id: string; userId: string; method: FirstFactor }

/** The one that the request's cookie names, or null. */
export async function findPendingSignIn(headers: Headers): Promise<PendingSignIn | null> {
  const secret = readCookie(headers, pendingCookie().name)
  if (!secret) return null
  const row = await withIdentity((db) =>
    db.pendingSignIn.findFirst({
      where: { secretHash: hashSecret(secret), expiresAt: { gt: new Date() } },
      select: { secretHash: true, userId: true, method: true },
    }),
  )
  return row && { id: row.secretHash, userId: row.userId, method: row.method as FirstFactor }
}

/** Ends it. Out: its person. Throws unauthenticated if it has ended already: of simultaneous calls one succeeds. */
export async function endPendingSignIn(db: IdentityDb, { id, userId }: PendingSignIn): Promise<ProvenPerson> {
  const { count } = await db.pendingSignIn.deleteMany({ where: { secretHash: id } })
  if (count === 0) throw tooLate()
  return provenPerson(db, userId)
}

/** The refusal of a second step whose first one is over or was used. */
export const tooLate = () =>
  new AppError('unauthenticated', { detail: 'This sign-in took too long, or was finished already. Sign in again.' })

/** The Set-Cookie header that starts the second step. */
export const pendingHeader = (secret: string): string =>
  cookieHeader(pendingCookie().name, secret, pendingCookie().options)

/** The one that ends it. */
export const endPendingHeader = (): string =>
  cookieHeader(pendingCookie().name, '', { ...pendingCookie().options, maxAge: 0 })
