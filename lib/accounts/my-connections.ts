// The accounts at identity providers that a person has connected, and removing one.
import type { z } from 'zod'
import { listProviders, providerNameOf, type Provider } from '@/lib/auth/providers'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { notFound } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { accountDisconnectedMessage } from '@/lib/mail/sign-in-templates'
import { readCursor, toPage, type Page } from '@/lib/pagination'
import { connectionFields, type Connection, type listConnectionsSchema } from './connection-schema'
import { requireRecentPerson, withOwnAccount } from './own-account'
import { removingWayIn } from './ways-in'

/** The newest first. Throws unauthenticated, validation_failed for another list's cursor. */
export const listMyConnections = (
  ctx: UserContext,
  { limit, cursor }: z.infer<typeof listConnectionsSchema>,
): Promise<Page<Connection>> =>
  withOwnAccount(ctx, async (db, { userId }) => {
    const scope = `connections ${userId}`
    const [after] = readCursor(cursor, scope, 1) ?? []
    const rows = await db.connection.findMany({
      where: { userId, ...(after && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit + 1,
      select: connectionFields,
    })
    const connections = rows.map((row) => ({ ...row, provider: providerNameOf(row.issuer) }))
    return toPage(connections, limit, scope, ({ id }) => [id])
  })

/** The providers that are set up and connected to the person's account. Throws unauthenticated. */
export const listMyProviders = (ctx: UserContext): Promise<Provider[]> =>
  withOwnAccount(ctx, async (db, { userId }) => {
    const providers = listProviders()
    const where = { userId, issuer: { in: providers.map(({ issuer }) => issuer) } }
    const rows = await db.connection.findMany({ where, distinct: 'issuer', select: { issuer: true } })
    return providers.filter(({ issuer }) => rows.some((row) => row.issuer === issuer))
  })

/**
 * Signing in with it stops working, and a mail says so. Out: the name of the provider. Throws reauth_required, not_found,
 * last_way_in.
 */
export async function removeConnection(ctx: UserContext, id: string): Promise<string> {
  const session = await requireRecentPerson(ctx)
  const { userId, user } = session
  return withIdentity((db) =>
    removingWayIn(db, userId, async () => {
      const where = { id, userId }
      const connection = await db.connection.findFirst({ where, select: { issuer: true, email: true } })
      if (!connection) notFound()
      await db.connection.deleteMany({ where })
      const provider = providerNameOf(connection.issuer)
      const notice = { name: user.name, provider, email: connection.email }
      await enqueueEmail(db, user.email, accountDisconnectedMessage(notice))
      return provider
    }),
  )
}
