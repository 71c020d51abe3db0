// next-auth's session cookie: an encrypted JWT with the user's id, the id of a session row, and the version of the cookie.
// Every request checks that row in the database.
import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { getEnv } from '@/lib/env'
import type { UserContext } from '@/lib/db/session'
import { cookieHeader, hostCookie } from '@/lib/requests/cookies'
import { sessionLifetimeSeconds } from './credentials'

export const sessionCookie = () => hostCookie('session', sessionLifetimeSeconds)

/** What the cookie claims. */
export const claimsOf = ({ userId, sessionId, cookieVersion }: UserContext) => ({
  sub: userId,
  sid: sessionId,
  ver: cookieVersion,
})

/** Out: the value of a session cookie. */
export const sealSession = (ctx: UserContext): Promise<string> =>
  encode({
    token: claimsOf(ctx),
    secret: getEnv().AUTH_SECRET,
    maxAge: sessionLifetimeSeconds,
  })

const cacheSize = 2_000
const opened = new Map<string, { ctx: UserContext; expiresAtMs: number }>()

/** In: the cookie's value. Out: user and session, or null for a cookie that is forged, malformed or expired. */
export async function openSession(value: string | undefined): Promise<UserContext | null> {
  if (!value || value.length > 4096) return null
  const known = opened.get(value)
  if (known && known.expiresAtMs > Date.now()) return { ...known.ctx }
  const token = await decode({ token: value, secret: getEnv().AUTH_SECRET }).catch(() => null)
  const ctx = contextOf(token)
  if (!ctx) return null
  // Decryption costs more than the rest of a small request, so it is cached. The session itself is checked for every
  // request.
  if (opened.size >= cacheSize) opened.delete(opened.keys().next().value!)
  opened.set(value, { ctx: { ...ctx }, expiresAtMs: Number(token!.exp) * 1000 })
  return ctx
}

/** In: the claims of a cookie that was opened. Out: its user and session; null if one of them is missing. */
export function contextOf(claims: Record<string, unknown> | null): UserContext | null {
  const { sub, sid, ver } = claims ?? {}
  const isWhole = typeof sub === 'string' && typeof sid === 'string' && Number.isInteger(ver)
  return isWhole ? { userId: sub, sessionId: sid, cookieVersion: Number(ver) } : null
}

/** The browser's new cookie of a session whose former one has ended, in an action. */
export async function keepSession(ctx: UserContext): Promise<void> {
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, await sealSession(ctx), options)
}

/** The same as a Set-Cookie header. */
export async function sessionHeader(ctx: UserContext): Promise<string> {
  const { name, options } = sessionCookie()
  return cookieHeader(name, await sealSession(ctx), options)
}
