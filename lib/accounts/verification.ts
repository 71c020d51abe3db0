// The proof of an address. An account belongs to the person who opens the mailed link in the browser in which they
// signed up, or who knows the password of that sign-up. Several people may sign up with one address: the one who proves it
// keeps what they chose, and nothing of the others.
import type { z } from 'zod'
import { recordSessionEnd } from '@/lib/audit/visits'
import { verifyPassword } from '@/lib/auth/passwords'
import { liveSession } from '@/lib/auth/replace-cookie'
import { provenPerson, type ProvenPerson } from '@/lib/auth/proven-person'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { verifyEmailMessage } from '@/lib/mail/templates'
import { consume, counting, refund, type Counted } from '@/lib/requests/rate-limits'
import { clientNetwork, originOf } from '@/lib/requests/trust'
import type { CodeRequest } from './codes'
import { applyEmailChange } from './email-change'
import { consumeLink, createLink, findLink } from './email-links'
import type { verifyEmailSchema } from './schema'
import { forgetStranger } from './verified-account'

/**
 * Mails the signed-in person a fresh link for the sign-up of their session, unless the address is verified already. Throws
 * unauthenticated, rate_limited.
 */
export async function resendVerification(ctx: UserContext, headers: Headers): Promise<void> {
  await authorizeUser(ctx)
  const counted: Counted = ['mail_by_address_and_network', `resend ${ctx.userId} ${clientNetwork(headers)}`]
  const isMailed = await counting([counted], () => withIdentity((db) => mailNewLink(db, ctx.userId)))
  if (!isMailed) await refund(...counted)
}

async function mailNewLink(db: IdentityDb, userId: string): Promise<boolean> {
  const user = await db.user.findFirst({
    where: { id: userId, emailVerifiedAt: null },
    select: { id: true, name: true, email: true, passwordHash: true, organizationName: true },
  })
  if (!user) return false
  // Sessions of an unverified account begin with the password of the sign-up that its row has.
  const { id, email, ...chosen } = user
  await enqueueEmail(db, email, verifyEmailMessage(await createLink(db, id, 'verify_email', chosen)))
  return true
}

/** Verifies the address of a sign-up in the browser in which it was made. Throws link_expired. */
export async function claimSignUp(token: string): Promise<ProvenPerson> {
  return withIdentity(async (db) => {
    const { userId } = await findLink(db, token, 'verify_email')
    await claim(db, token, userId)
    return provenPerson(db, userId)
  })
}

/**
 * Verifies the address of a link, of a sign-up or of a change of address, which ends all other sessions. In: the link's secret and the
 * password of its sign-up or account, which is not needed in a session of it, or in the browser in which it was made (`began`). Out: the
 * person; whether the account had another address before; if so, the session of `ctx`, for the browser's new cookie (null without one).
 * Throws link_expired (unknown, used or old), password_required, rate_limited, conflict, unauthenticated (`ctx` has just ended).
 */
export async function verifyEmail(
  { token, password }: z.infer<typeof verifyEmailSchema>,
  ctx: UserContext | null,
  headers: Headers,
  began?: CodeRequest | null,
): Promise<{ proven: ProvenPerson; isChange: boolean; kept: UserContext | null }> {
  const { link, passwordHash, isOwn, here } = await withIdentity((db) => readLink(db, token, ctx))
  if (!isOwn && began?.link !== token) await assertPassword(passwordHash, password, headers)
  const isChange = link.purpose === 'change_email'
  const { proven, changed } = await withIdentity(async (db) => {
    const changed = isChange && (await applyEmailChange(db, await consumeLink(db, token, 'change_email'), here))
    if (!isChange) await claim(db, token, link.userId)
    return { proven: await provenPerson(db, link.userId), changed }
  })
  if (changed) await recordSessionEnd(changed.visited, changed.person, originOf(headers))
  return { proven, isChange, kept: changed ? changed.kept : null }
}

/**
 * What the link verifies, and whether it takes the password here. Null for a link that does not work any more: it is
 * refused anyway.
 */
export const previewLink = (
  token: string,
  ctx: UserContext | null,
  began?: CodeRequest | null,
): Promise<{ isChange: boolean; asksPassword: boolean } | null> =>
  withIdentity(async (db) => {
    const { link, isOwn } = await readLink(db, token, ctx)
    return { isChange: link.purpose === 'change_email', asksPassword: !isOwn && began?.link !== token }
  }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'link_expired') return null
    throw error
  })

// A session is of the link's sign-up if it is one of the account, and the account still has what that sign-up chose.
// The link of a change is the account's own.
async function readLink(db: IdentityDb, token: string, ctx: UserContext | null) {
  const link = await findLink(db, token, 'verify_email', 'change_email')
  const select = { user: { select: { id: true, passwordHash: true } } } as const
  const session = ctx && (await db.session.findFirst({ where: liveSession(ctx), select }))
  const { user } = session ?? {}
  const passwordHash =
    link.purpose === 'change_email' ? await readHash(db, link.userId) : (link.chosen?.passwordHash ?? null)
  const here = user?.id === link.userId ? ctx : null
  return { link, passwordHash, here, isOwn: here !== null && user?.passwordHash === passwordHash }
}

const readHash = async (db: IdentityDb, id: string): Promise<string | null> =>
  (await db.user.findFirst({ where: { id }, select: { passwordHash: true } }))?.passwordHash ?? null

async function assertPassword(passwordHash: string | null, password: string | undefined, headers: Headers) {
  if (password === undefined) throw new AppError('password_required')
  await consume('link_by_network', clientNetwork(headers))
  if (await verifyPassword(passwordHash, password)) return
  const message = 'This is not the password of the account that the link was mailed for.'
  throw new AppError('password_required', { errors: [{ path: 'password', message }] })
}

// The lock serializes two links of one account: the second one finds itself deleted.
async function claim(db: IdentityDb, token: string, id: string): Promise<void> {
  const [account] = await db.$queryRaw<{ hash: string | null }[]>`
    select password_hash as hash from users where id = ${id} for update`
  const { chosen } = await consumeLink(db, token, 'verify_email')
  const passwordHash = chosen?.passwordHash ?? null
  const isOther = account?.hash !== passwordHash
  const others = await db.emailToken.count({
    where: { userId: id, purpose: 'verify_email', NOT: { passwordHash } },
  })
  if (isOther) await forgetStranger(db, id)
  const now = new Date()
  await db.user.updateMany({
    where: { id, emailVerifiedAt: null },
    data: { ...chosen, emailVerifiedAt: now, contestedAt: isOther || others > 0 ? now : null },
  })
  await db.emailToken.deleteMany({ where: { userId: id, purpose: 'verify_email' } })
}
