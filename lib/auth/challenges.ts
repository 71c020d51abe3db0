// Challenges for passkeys. The browser that asked for one holds it in a signed cookie, with what it is for and whom it
// concerns, so that anyone may ask without a row being written. An answered one is stored until it expires: it works once.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { withIdentity } from '@/lib/db/with-identity'
import { cookieHeader, hostCookie, readCookie } from '@/lib/requests/cookies'
import { keyFor } from '@/lib/sealing'

const lifetimeSeconds = 10 * 60

export type ChallengePurpose = 'sign_in' | 'second_factor' | 'confirm' | 'register'

const cookieOf = (purpose: ChallengePurpose) => hostCookie(`passkey-${purpose.replaceAll('_', '-')}`, lifetimeSeconds)

/** In: what it is for, and the session or pending sign-in that it concerns. Out: 32 random bytes, and a Set-Cookie header. */
export function issueChallenge(
  purpose: ChallengePurpose,
  subject: string,
): { challenge: Uint8Array<ArrayBuffer>; setCookie: string } {
  const challenge = randomBytes(32)
  const text = challenge.toString('base64url')
  const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds
  const { name, options } = cookieOf(purpose)
  const value = `${text}.${expiresAt}.${sign(purpose, subject, text, expiresAt)}`
  return { challenge: new Uint8Array(challenge), setCookie: cookieHeader(name, value, options) }
}

/** The challenge of the browser's cookie in base64url; it is used up then. Null if there is none, or it was used or expired. */
export async function takeChallenge(
  purpose: ChallengePurpose,
  subject: string,
  headers: Headers,
): Promise<string | null> {
  const found = /^([\w-]{43})\.(\d{1,12})\.([\w-]{43})$/.exec(readCookie(headers, cookieOf(purpose).name) ?? '')
  if (!found) return null
  const [, challenge, expiry, signature] = found as unknown as [string, string, string, string]
  const expiresAt = Number(expiry)
  const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(purpose, subject, challenge, expiresAt)))
  if (!isOurs || expiresAt * 1000 <= Date.now()) return null
  return (await use(challenge, new Date(expiresAt * 1000))) ? challenge : null
}

const use = (challenge: string, expiresAt: Date): Promise<boolean> =>
  withIdentity(async (db) => {
    const { count } = await db.usedChallenge.createMany({ data: [{ challenge, expiresAt }], skipDuplicates: true })
    return count === 1
  })

const sign = (...parts: [ChallengePurpose, subject: string, challenge: string, expiresAt: number]): string =>
  createHmac('sha256', keyFor('passkey challenges')).update(parts.join(' ')).digest('base64url')
