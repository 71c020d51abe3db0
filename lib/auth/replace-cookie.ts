import type { UserContext } from '@/lib/db/session'
import type { IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/**
 * Ends the cookie of a session and its copies, in the transaction of `db`. Out: the session, for a new cookie. Throws unauthenticated if
 * the session has ended, or its cookie was replaced before.
 */
export async function replaceCookie(db: IdentityDb, ctx: UserContext): Promise<UserContext> {
  const { userId, sessionId: id, cookieVersion } = ctx
  const [replaced] = await db.session.updateManyAndReturn({
    where: { id, userId, cookieVersion: cookieVersion ?? 0, endedAt: null, expiresAt: { gt: new Date() } },
    data: { cookieVersion: { increment: 1 } },
    select: { cookieVersion: true },
  })
  if (!replaced) throw new AppError('unauthenticated')
  return { ...ctx, ...replaced }
}
