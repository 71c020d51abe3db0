// A person's passkeys: named, with their last use. Each signs in by itself, and is a second factor after a password.
import type { z } from 'zod'
import type { newPasskeySchema, passkeyAnswerSchema } from '@/lib/auth/passkeys'
import { openAuthentication, openRegistration, verifyNewPasskey, verifyPasskey } from '@/lib/auth/passkeys'
import type { ChallengePurpose } from '@/lib/auth/challenges'
import { findPendingSignIn, tooLate } from '@/lib/auth/pending-sign-in'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError, notFound } from '@/lib/errors'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import { consume, refund } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { requireRecentPerson, requireVerifiedPerson, withOwnAccount } from './own-account'
import type { listPasskeysSchema, MyPasskey } from './schema'
import { addSecondFactor, removeSecondFactor, type AddedFactor } from './second-factors'
import { beginSession } from './sessions'

const maxPasskeys = 20

const fields = { id: true, name: true, isSynced: true, createdAt: true, lastUsedAt: true } as const

/** In the order in which they were added. */
export const listMyPasskeys = (ctx: UserContext): Promise<MyPasskey[]> =>
  withOwnAccount(ctx, (db, { userId }) =>
    db.passkey.findMany({ where: { userId }, orderBy: { id: 'asc' }, select: fields }),
  )

/** The same as an API list. Throws validation_failed for another list's cursor. */
export const pageMyPasskeys = (
  ctx: UserContext,
  { limit, cursor }: z.infer<typeof listPasskeysSchema>,
): Promise<Page<MyPasskey>> =>
  withOwnAccount(ctx, async (db, { userId }) => {
    const scope = `passkeys ${userId}`
    const [after] = readCursor(cursor, scope, 1) ?? []
    const where = { userId, ...(after && { id: { gt: after } }) }
    const rows = await db.passkey.findMany({ where, orderBy: { id: 'asc' }, take: limit + 1, select: fields })
    return toPage(rows, limit, scope, ({ id }) => [id])
  })

/** Options for the browser's call, and the Set-Cookie header that belongs to them. Throws unauthenticated, reauth_required. */
export async function openPasskeyOptions(purpose: ChallengePurpose, ctx: UserContext | null, headers: Headers) {
  if (purpose === 'sign_in') return openAuthentication(purpose, '', null)
  if (purpose === 'second_factor') {
    const pending = await findPendingSignIn(headers)
    if (!pending) throw tooLate()
    return openAuthentication(purpose, pending.id, pending.userId)
  }
  if (!ctx) throw new AppError('unauthenticated')
  if (purpose === 'register') return openRegistration(ctx.sessionId, (await requireVerifiedPerson(ctx)).user)
  const { userId, sessionId } = await authorizeUser(ctx)
  return openAuthentication(purpose, sessionId, userId)
}

/** A new session by a passkey with user verification, which takes no second factor. Throws invalid_credentials, rate_limited. */
export async function signInWithPasskey(
  answer: z.infer<typeof passkeyAnswerSchema>,
  headers: Headers,
): Promise<UserContext> {
  const network = clientNetwork(headers)
  await consume('passkeys_by_network', network)
  const { proven, amr } = await verifyPasskey(answer, { purpose: 'sign_in', subject: '', userId: null }, headers)
  await refund('passkeys_by_network', network)
  return beginSession(proven, headers, amr)
}

/** Throws reauth_required, unauthenticated, invalid_credentials, conflict for too many. */
export async function addPasskey(
  ctx: UserContext,
  { name, passkey }: { name: string; passkey: z.infer<typeof newPasskeySchema> },
  headers: Headers,
): Promise<AddedFactor> {
  const session = await requireVerifiedPerson(ctx)
  const { userId, sessionId } = session
  const row = await verifyNewPasskey(passkey, sessionId, headers)
  const amr = [row.isSynced ? 'swk' : 'hwk', 'mfa']
  return addSecondFactor(session, { factor: 'passkey', label: name, amr }, async (db) => {
    if ((await db.passkey.count({ where: { userId } })) >= maxPasskeys)
      throw new AppError('conflict', { detail: `An account has at most ${maxPasskeys} passkeys. Remove one first.` })
    await db.passkey.create({ data: { ...row, userId, name }, select: { id: true } })
  })
}

/** Throws not_found. */
export async function renamePasskey(ctx: UserContext, { id, name }: { id: string; name: string }): Promise<void> {
  const { userId } = await authorizeUser(ctx)
  const { count } = await withIdentity((db) => db.passkey.updateMany({ where: { id, userId }, data: { name } }))
  if (count === 0) notFound()
}

/** Out: its name. Throws reauth_required, not_found, last_way_in. */
export async function removePasskey(ctx: UserContext, id: string): Promise<string> {
  const session = await requireRecentPerson(ctx)
  const { label } = await removeSecondFactor(session, async (db) => {
    const where = { id, userId: session.userId }
    const passkey = await db.passkey.findFirst({ where, select: { name: true } })
    if (!passkey) notFound()
    await db.passkey.deleteMany({ where })
    return { factor: 'passkey' as const, label: passkey.name }
  })
  return label
}
