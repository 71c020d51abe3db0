// A person's sign-ins: where they are signed in, and ending one or all others. An ended session's cookie, streams and
// organization tokens stop working at once, because every access check reads its row.
import type { z } from 'zod'
import { authorizeUser } from '@/lib/db/authorize'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { notFound } from '@/lib/errors'
import { readCursor, toPage, type Page } from '@/lib/pagination'
import { recordSessionEnd } from '@/lib/audit/visits'
import { deviceOf } from './device'
import { requireRecentPerson, withOwnAccount } from './own-account'
import type { listSessionsSchema, MySession } from './schema'
import { endSession } from './sessions'
import { endOtherSessionsOf } from './sessions-end'

/** The person's live sessions, the newest first. Throws unauthenticated, validation_failed for another list's cursor. */
export const listMySessions = (
  ctx: UserContext,
  { limit, cursor }: z.infer<typeof listSessionsSchema>,
): Promise<Page<MySession>> =>
  withOwnAccount(ctx, async (db, { userId, sessionId }) => {
    const scope = `sessions ${userId}`
    const [after] = readCursor(cursor, scope, 1) ?? []
    const rows = await db.session.findMany({
      where: { userId, endedAt: null, expiresAt: { gt: new Date() }, ...(after && { id: { lt: after } }) },
      // An id begins with the time of the sign-in.
      orderBy: { id: 'desc' },
      take: limit + 1,
      select: { id: true, userAgent: true, ipAddress: true, createdAt: true, lastSeenAt: true },
    })
    const sessions = rows.map(({ userAgent, ipAddress, ...row }) => ({
      ...row,
      isCurrent: row.id === sessionId,
      device: deviceOf(userAgent),
      ip: ipAddress,
    }))
    return toPage(sessions, limit, scope, ({ id }) => [id])
  })

/**
 * Ends one of the person's sessions; ending the current one is signing out. Out: the name of its device. Throws not_found, and
 * reauth_required for another one.
 */
export async function endMySession(ctx: UserContext, id: string): Promise<string> {
  const session = await authorizeUser(ctx)
  const where = { id, userId: session.userId, endedAt: null, expiresAt: { gt: new Date() } }
  const ended = await withIdentity((db) => db.session.findFirst({ where, select: { userAgent: true } }))
  if (!ended) notFound()
  if (id !== session.sessionId) requireRecentSignIn(session)
  await endSession(id, ctx.origin)
  return deviceOf(ended.userAgent).name
}

/** Ends all sessions of the person but the current one. Out: that one, for the browser's new cookie. Throws reauth_required. */
export async function endOtherSessions(ctx: UserContext): Promise<UserContext> {
  const session = await requireRecentPerson(ctx)
  const { visited, kept } = await withIdentity((db) => endOtherSessionsOf(db, session))
  await recordSessionEnd(visited, session.user, session.origin)
  return kept
}
