// Signing in and out. What this changes in a person's organizations is here, so that lib/auth does not depend on
// organizations.
import { type Credentials, startSession, checkPassword } from '@/lib/auth/credentials'
import { hasSecondFactor, listFactors } from '@/lib/auth/factors'
import { pendSignIn, type FirstFactor } from '@/lib/auth/pending-sign-in'
import { openSession, sessionCookie } from '@/lib/auth/session-cookie'
import type { ProvenPerson } from '@/lib/auth/proven-person'
import type { Origin, UserContext } from '@/lib/db/session'
import { consume } from '@/lib/requests/rate-limits'
import { readCookie } from '@/lib/requests/cookies'
import { originOf } from '@/lib/requests/trust'
import { withIdentity } from '@/lib/db/with-identity'
import { createFirstOrganization } from '@/lib/organizations/first-organization'
import { visitedOrganizations, recordSessionEnd } from '@/lib/audit/visits'
import { restoreAccount } from './deletion'
import { tellOfNewDevice } from './new-device'

/** The maximum number of live sessions of a person: a sign-in beyond it ends the oldest. */
export const maxSessions = 200

/**
 * In: the credentials and the request's headers. Out: a new session. Throws invalid_credentials, rate_limited,
 * second_factor_pending.
 */
export const signIn = async (input: Credentials, headers: Headers): Promise<UserContext> =>
  signInProven(await checkPassword(input, headers), headers, 'pwd')

/**
 * A new session for a person who has just proven who they are by `method`. Every way in ends here, but a passkey. Throws
 * second_factor_pending for an account that has a second factor, rate_limited.
 */
export async function signInProven(proven: ProvenPerson, headers: Headers, method: FirstFactor): Promise<UserContext> {
  if (hasSecondFactor(await listFactors(proven.userId))) throw await pendSignIn(proven, method, headers)
  return beginSession(proven, headers, [method])
}

/**
 * A new session after every factor that the account asks for. It takes a deletion of the account back, and ends the session
 * that the browser had before. Throws rate_limited, and invalid_credentials if the person's sessions were ended since the
 * proof.
 */
export async function beginSession(
  proven: ProvenPerson,
  headers: Headers,
  amr: readonly string[],
): Promise<UserContext> {
  await consume('sessions_by_person', proven.userId)
  const ctx = await startSession(proven, headers, amr)
  await restoreAccount(proven.userId)
  await tellOfNewDevice(ctx, headers)
  await endOldest(proven.userId, originOf(headers))
  await createFirstOrganization(ctx)
  await endFormer(ctx, headers)
  return ctx
}

// The browser's cookie is about to be another one, so nobody could end this session by signing out. Its own person ends it even if
// the cookie was replaced meanwhile: perhaps by who copied it, or by an answer that was lost.
async function endFormer({ userId }: UserContext, headers: Headers): Promise<void> {
  const former = await openSession(readCookie(headers, sessionCookie().name))
  if (former)
    await endSession(former.sessionId, originOf(headers), former.userId === userId ? null : former.cookieVersion)
}

async function endOldest(userId: string, origin: Origin): Promise<void> {
  const sessions = await withIdentity((db) =>
    db.session.findMany({
      where: { userId, endedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { createdAt: 'desc' },
      skip: maxSessions,
      take: 10,
      select: { id: true },
    }),
  )
  for (const { id } of sessions) await endSession(id, origin)
}

/**
 * Ends the session on the server: its cookie and its organization tokens stop working at once. `cookieVersion`: that of the cookie which
 * asks for it; a former one ends nothing.
 */
export async function endSession(sessionId: string, origin?: Origin, cookieVersion?: number | null): Promise<void> {
  const ended = await withIdentity(async (db) => {
    const [session] = await db.session.updateManyAndReturn({
      where: { id: sessionId, endedAt: null, ...(typeof cookieVersion === 'number' && { cookieVersion }) },
      data: { endedAt: new Date() },
      select: { userId: true },
    })
    if (!session) return null
    const user = await db.user.findFirst({ where: { id: session.userId }, select: { id: true, name: true } })
    return { user: user!, visited: await visitedOrganizations(db, [sessionId]) }
  })
  if (ended) await recordSessionEnd(ended.visited, ended.user, origin)
}
