// Signing in and out. What this changes in a person's organizations is here, so that lib/auth does not depend on
// organizations.
import { type Credentials, startSession, checkPassword } from '@/lib/auth/credentials'
import type { Origin, UserContext } from '@/lib/db/session'
import { consume } from '@/lib/requests/rate-limits'
import { originOf } from '@/lib/requests/trust'
import { withIdentity } from '@/lib/db/with-identity'
import { createFirstOrganization } from '@/lib/organizations/first-organization'
import { visitedOrganizations, recordSessionEnd } from '@/lib/audit/visits'
import { restoreAccount } from './deletion'
import { tellOfNewDevice } from './new-device'

/** The maximum number of live sessions of a person: a sign-in beyond it ends the oldest. */
export const maxSessions = 200

/** In: the credentials and the request's headers. Out: a new session. Throws invalid_credentials, rate_limited. */
export const signIn = async (input: Credentials, headers: Headers): Promise<UserContext> =>
  signInProven(await checkPassword(input, headers), headers, 'pwd')

/**
 * How a person has proven who they are (RFC 8176): a password, a mailed code or link, or an identity provider. RFC 8176
 * has no value for the last one; `fed` is what other issuers use.
 */
export type Method = 'pwd' | 'otp' | 'fed'

/**
 * A new session for a person who has just proven who they are by `_method`. It takes a deletion of the account back.
 * Throws rate_limited.
 */
export async function signInProven(userId: string, headers: Headers, _method: Method): Promise<UserContext> {
  await consume('sessions_by_person', userId)
  await restoreAccount(userId)
  const ctx = await startSession(userId, headers)
  await tellOfNewDevice(ctx, headers)
  await endOldest(userId, originOf(headers))
  await createFirstOrganization(ctx)
  return ctx
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

/** Ends the session on the server: its cookie and its organization tokens stop working at once. */
export async function endSession(sessionId: string, origin?: Origin): Promise<void> {
  const ended = await withIdentity(async (db) => {
    const [session] = await db.session.updateManyAndReturn({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: new Date() },
      select: { userId: true },
    })
    if (!session) return null
    const user = await db.user.findFirst({ where: { id: session.userId }, select: { id: true, name: true } })
    return { user: user!, visited: await visitedOrganizations(db, [sessionId]) }
  })
  if (ended) await recordSessionEnd(ended.visited, ended.user, origin)
}
