// next-auth's session cookie: an encrypted JWT with the user's id and the id of a session row. Every request checks
// that row in the database.
import { decode, encode } from 'next-auth/jwt'
import { getEnv } from '@/lib/env'
import type { UserContext } from '@/lib/db/session'
import { hostCookie } from '@/lib/requests/cookies'
import { sessionLifetimeSeconds } from './credentials'

export const sessionCookie = () => hostCookie('session', sessionLifetimeSeconds)

/** Out: the value of a session cookie. */
export const sealSession = (ctx: UserContext): Promise<string> =>
  encode({
    token: { sub: ctx.userId, sid: ctx.sessionId },
    secret: getEnv().AUTH_SECRET,
    maxAge: sessionLifetimeSeconds,
  })

const cacheSize = 2_000
const opened = new Map<string, UserContext & { expiresAtMs: number }>()

/** In: the cookie's value. Out: user and session, or null for a cookie that is forged, malformed or expired. */
export async function openSession(value: string | undefined): Promise<UserContext | null> {
  if (!value || value.length > 4096) return null
  const known = opened.get(value)
  if (known && known.expiresAtMs > Date.now()) return { userId: known.userId, sessionId: known.sessionId }
  const token = await decode({ token: value, secret: getEnv().AUTH_SECRET }).catch(() => null)
  if (typeof token?.sub !== 'string' || typeof token.sid !== 'string') return null
  const ctx = { userId: token.sub, sessionId: token.sid }
  // Decryption costs more than the rest of a small request, so it is cached. The session itself is checked for every
  // request.
  if (opened.size >= cacheSize) opened.delete(opened.keys().next().value!)
  opened.set(value, { ...ctx, expiresAtMs: Number(token.exp) * 1000 })
  return ctx
}
