// Signing in by a mailed code of six digits. It is typed in the browser that asked for it, which has a sealed cookie: a link
// scanner, another device or a person who reads along cannot use it up. Answer, status and work are the same for an address
// without an account.
import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { readDevice } from '@/lib/auth/device-cookie'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError, fieldError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { noAccountMessage, signInCodeMessage } from '@/lib/mail/templates'
import { consume, counting, refund, type Counted } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { countMail } from './mail-limits'
import { signInProven } from './sessions'
import { maySignUp } from './sign-up-policy'
import { createVerified } from './verified-account'

export const codeMinutes = 10
const maxAttempts = 5

// Longer than the work takes, so that the response time does not reveal whether the account exists.
const evenAnswerMs = 150

/** A code that was asked for in this browser. */
export type Began = { id: string; email: string }

/** Mails a code, or that there is no account. Throws rate_limited. */
export async function requestSignInCode(email: string, headers: Headers): Promise<Began> {
  await consume('link_by_network', clientNetwork(headers))
  const [id] = await Promise.all([mailCode(email, headers), sleep(evenAnswerMs)])
  return { id, email }
}

// Counts every address alike, whether or not it has an account.
async function mailCode(email: string, headers: Headers): Promise<string> {
  const mailAllowed = await countMail('sign_in_code', email, headers)
  const mayJoin = await maySignUp(email)
  return withIdentity(async (db) => {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const user = await db.user.findFirst({ where: { email }, select: { id: true, emailVerifiedAt: true } })
    // The address of a sign-up that was never proven gets its account by the code, if it may have one.
    const opens = mailAllowed && user && (user.emailVerifiedAt || mayJoin) ? user.id : null
    if (mailAllowed)
      await enqueueEmail(db, email, opens ? signInCodeMessage(code, codeMinutes) : noAccountMessage(mayJoin))
    return createCode(db, opens, code)
  })
}

/** Out: the id for the cookie. `userId`: null for a code that fits nothing. */
async function createCode(db: IdentityDb, userId: string | null, code: string): Promise<string> {
  const expiresAt = new Date(Date.now() + codeMinutes * 60 * 1000)
  const data = { userId, codeHash: hashCode(userId, code), expiresAt }
  return (await db.signInCode.create({ data, select: { id: true } })).id
}

/**
 * A new session for the person of the code. Throws validation_failed for a wrong code, code_expired for one that is old, used
 * or was tried too often, rate_limited.
 */
export async function signInByCode(began: Began, code: string, headers: Headers): Promise<UserContext> {
  const userId = await useCode(began, code, headers)
  return signInProven(await prove(userId), headers, 'otp')
}

async function useCode({ id, email }: Began, code: string, headers: Headers): Promise<string> {
  await consume('link_by_network', clientNetwork(headers))
  const row = await attempt(id)
  const counted: Counted[] = isKnownDevice(row.user_id, headers)
    ? []
    : [
        ['code_failures_in_total', 'all'],
        ['code_failures_by_address', email],
      ]
  await counting(counted, async () => {})
  if (!isSame(row.code_hash, hashCode(row.user_id, code)) || !row.user_id)
    throw fieldError('code', 'This is not the code of the newest mail. Look again.')
  const { count } = await withIdentity((db) => db.signInCode.deleteMany({ where: { id } }))
  if (count === 0) throw new AppError('code_expired')
  await Promise.all(counted.map((each) => refund(...each)))
  return row.user_id
}

type CodeRow = { user_id: string | null; code_hash: string }

// Counts before it compares, so that parallel tries cannot exceed the limit.
async function attempt(id: string): Promise<CodeRow> {
  const [row] = await withIdentity(
    (db) => db.$queryRaw<CodeRow[]>`
      update sign_in_codes set attempts = attempts + 1
        where id = ${id} and expires_at > now() and attempts < ${maxAttempts} returning user_id, code_hash`,
  )
  if (!row) throw new AppError('code_expired')
  return row
}

const isKnownDevice = (userId: string | null, headers: Headers): boolean =>
  userId !== null && readDevice(headers)?.userId === userId

// A sign-up that was never proven ends with all that was chosen in it: another person may have made it.
const prove = (id: string): Promise<string> =>
  withIdentity(async (db) => {
    const [user] = await db.$queryRaw<{ email: string; verified: boolean }[]>`
      select email, email_verified_at is not null as verified from users where id = ${id} for update`
    if (!user) throw new AppError('code_expired')
    if (user.verified) return id
    return createVerified(db, { email: user.email, name: user.email.split('@')[0]!, passwordHash: null })
  })

const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other))

// Keyed, because six digits are guessed at once by a person who reads the table.
const hashCode = (userId: string | null, code: string): string =>
  createHmac('sha256', hashKey()).update(`${userId} ${code}`).digest('base64url')

let key: Buffer | undefined
const hashKey = () => (key ??= Buffer.from(hkdfSync('sha256', getEnv().AUTH_SECRET, '', 'sign-in code', 32)))
