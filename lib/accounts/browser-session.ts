// A browser's sign-in: sets the session cookie after signing in, and deletes it together with the session. The device
// cookie stays.
import { cookies, headers } from 'next/headers'
import type { UserContext } from '@/lib/db/session'
import { originOf } from '@/lib/requests/trust'
import { endSession } from './sessions'
import { deviceCookie, deviceHeader, openDevice, sealDevice } from '@/lib/auth/device-cookie'
import { endPendingHeader, pendingCookie } from '@/lib/auth/pending-sign-in'
import { keepSession, openSession, sessionCookie, sessionHeader } from '@/lib/auth/session-cookie'

/** Sets the cookies of the session and of the device, in an action or a route. */
export async function openBrowserSession(ctx: UserContext): Promise<void> {
  const jar = await cookies()
  const device = deviceCookie()
  await keepSession(ctx)
  jar.set(device.name, sealDevice(ctx.userId, openDevice(jar.get(device.name)?.value)), device.options)
  const pending = pendingCookie()
  if (jar.has(pending.name)) jar.set(pending.name, '', { ...pending.options, maxAge: 0 })
}

/** The same for a Response: the Set-Cookie headers after a second step by this request. */
export async function sessionHeaders(ctx: UserContext, sent: Headers): Promise<Headers> {
  const headers = new Headers({ 'cache-control': 'private, no-store' })
  for (const cookie of [await sessionHeader(ctx), deviceHeader(ctx.userId, sent), endPendingHeader()])
    headers.append('set-cookie', cookie)
  return headers
}

/** Ends the session on the server, so that a copy of the cookie stops working too. Does nothing without a session. */
export async function closeBrowserSession(): Promise<void> {
  const jar = await cookies()
  const { name, options } = sessionCookie()
  const ctx = await openSession(jar.get(name)?.value)
  if (ctx) await endSession(ctx.sessionId, originOf(await headers()), ctx.cookieVersion)
  // Not jar.delete: a browser keeps a __Host- cookie unless its removal is marked Secure like the cookie itself.
  jar.set(name, '', { ...options, maxAge: 0 })
}
