// The proof of an address. An account belongs to the person who opens the mailed link in the browser in which they
// signed up, or who knows the password of that sign-up. Several people may sign up with one address: whoever proves it
// keeps what they chose themselves, and nothing of the others.
import type { z } from 'zod'
import { verifyPassword } from '@/lib/auth/passwords'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { verifyEmailMessage } from '@/lib/mail/templates'
import { consume, counting, refund, type Counted } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { consumeLink, createLink, findLink } from './email-links'
import type { verifyEmailSchema } from './schema'

/** Mails the signed-in person a fresh link for the sign-up of their session, unless the address is verified already. */
export async function resendVerification(ctx: UserContext, headers: Headers): Promise<void> {
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

/**
 * Verifies the address of a link. In: the link's secret and the password of its sign-up, which is not needed in a
 * session of that sign-up. Out: the user's id. Throws link_expired (unknown, used or old), password_required,
 * rate_limited.
 */
export async function verifyEmail(
  { token, password }: z.infer<typeof verifyEmailSchema>,
  ctx: UserContext | null,
  headers: Headers,
): Promise<string> {
  const { link, isOwn } = await withIdentity((db) => readLink(db, token, ctx))
  if (!isOwn) await assertPassword(link.chosen?.passwordHash ?? null, password, headers)
  return withIdentity((db) => claim(db, token, link.userId))
}

/** Whether verifying takes the password here. False for a link that does not work any more: it is refused anyway. */
export const asksPassword = (token: string, ctx: UserContext | null): Promise<boolean> =>
  withIdentity(async (db) => !(await readLink(db, token, ctx)).isOwn).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'link_expired') return false
    throw error
  })

// A session is of the link's sign-up if it is one of the account, and the account still has what that sign-up chose.
async function readLink(db: IdentityDb, token: string, ctx: UserContext | null) {
  const link = await findLink(db, token, 'verify_email')
  const { sessionId: id = '', userId = '' } = ctx ?? {}
  const session = await db.session.findFirst({
    where: { id, userId, endedAt: null, expiresAt: { gt: new Date() } },
    select: { user: { select: { id: true, passwordHash: true } } },
  })
  const { user } = session ?? {}
  return { link, isOwn: user?.id === link.userId && user.passwordHash === (link.chosen?.passwordHash ?? null) }
}

async function assertPassword(passwordHash: string | null, password: string | undefined, headers: Headers) {
  if (password === undefined) throw new AppError('password_required')
  await consume('link_by_network', clientNetwork(headers))
  if (await verifyPassword(passwordHash, password)) return
  const message = 'This is not the password of the sign-up that the link was mailed for.'
  throw new AppError('password_required', { errors: [{ path: 'password', message }] })
}

// The lock serializes two links of one account: the second one finds itself deleted.
async function claim(db: IdentityDb, token: string, id: string): Promise<string> {
  const [account] = await db.$queryRaw<{ hash: string | null }[]>`
    select password_hash as hash from users where id = ${id} for update`
  const { chosen } = await consumeLink(db, token, 'verify_email')
  const passwordHash = chosen?.passwordHash ?? null
  const isOther = account?.hash !== passwordHash
  const others = await db.emailToken.count({
    where: { userId: id, purpose: 'verify_email', NOT: { passwordHash } },
  })
  if (isOther) await db.session.deleteMany({ where: { userId: id } })
  const now = new Date()
  await db.user.updateMany({
    where: { id, emailVerifiedAt: null },
    data: { ...chosen, emailVerifiedAt: now, contestedAt: isOther || others > 0 ? now : null },
  })
  await db.emailToken.deleteMany({ where: { userId: id, purpose: 'verify_email' } })
  return id
}
