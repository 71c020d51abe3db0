import type { UserContext } from '@/lib/db/session'
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/** Finds the session of a cookie if it is live, and the cookie was not replaced. */
export const liveSession = ({ userId, sessionId, cookieVersion }: UserContext) => ({
  id: sessionId,
  userId,
  // A bearer token has no cookie, and no session the version 0.
  cookieVersion: cookieVersion ?? 0,
  endedAt: null,
  expiresAt: { gt: new Date() },
})

/**
 * Ends the cookie of a session and its copies, in the transaction of `db`. Out: the session, for a new cookie. Throws unauthenticated if
 * the session has ended, or its cookie was replaced before.
 */
export async function replaceCookie(db: IdentityDb, ctx: UserContext): Promise<UserContext> {
  const [replaced] = await db.session.updateManyAndReturn({
    where: liveSession(ctx),
    data: { cookieVersion: { increment: 1 } },
    select: { cookieVersion: true },
  })
  if (!replaced) throw new AppError('unauthenticated')
  return { ...ctx, ...replaced }
}
