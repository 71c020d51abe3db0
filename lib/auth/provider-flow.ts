// The way to a provider and back. next-auth makes the provider's URL with state, PKCE and nonce, which it keeps in cookies;
// it checks them when the browser comes back. Whether a person comes back to sign in or to connect the provider to their
// account, and where they go then, is sealed in a cookie of its own, for this one state.
import { createHash } from 'node:crypto'
import NextAuth, { type AuthOptions } from 'next-auth'
import { NextResponse, type NextRequest } from 'next/server'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { UserContext } from '@/lib/db/session'
import type { Provider } from './providers'
import { safeReturnPath } from './return-path'
import { seal, unseal } from './sealed'
import { sessionCookie } from './session-cookie'

const maxAgeSeconds = 15 * 60

const flowCookie = () => {
  const { secure } = sessionCookie().options
  return {
    name: secure ? '__Host-flow' : 'flow',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: maxAgeSeconds },
  } as const
}

type Cookie = { name: string; value: string } & Record<string, unknown>

/** `connectTo`: the session whose person connects the provider; null for a sign-in. */
export type Flow = { returnTo: string; connectTo: UserContext | null }

/**
 * Begins a flow. Out: the provider's URL, and the cookies to set. Throws unavailable if the provider does not answer.
 */
export async function beginFlow(
  options: AuthOptions,
  provider: Provider,
  flow: Flow,
): Promise<{ url: string; cookies: Cookie[] }> {
  const csrf = await call(options, 'csrf')
  const cookies = Object.fromEntries(csrf.cookies.map(({ name, value }) => [name, value]))
  const { csrfToken } = csrf.body as { csrfToken: string }
  const callbackUrl = `${getEnv().APP_URL}${safeReturnPath(flow.returnTo)}`
  const answer = await call(options, 'signin', { provider: provider.id, cookies, form: { csrfToken, callbackUrl } })
  const { url } = answer.body as { url: string }
  const state = new URL(url).searchParams.get('state')
  if (!state) throw new AppError('unavailable', { detail: `${provider.name} does not answer. Try again later.` })
  return { url, cookies: [...csrf.cookies, ...answer.cookies, await remember(state, flow)] }
}

async function remember(state: string, { returnTo, connectTo }: Flow): Promise<Cookie> {
  const { name, options } = flowCookie()
  const ids = connectTo && { userId: connectTo.userId, sessionId: connectTo.sessionId }
  const kept = { returnTo: safeReturnPath(returnTo), state: hash(state), ...ids }
  return { name, value: await seal(name, kept, maxAgeSeconds), ...options }
}

/** The flow that comes back by this request, or null if this browser did not begin it. */
export async function findFlow(request: NextRequest): Promise<Flow | null> {
  const { name } = flowCookie()
  const kept = await unseal(name, request.cookies.get(name)?.value)
  if (kept?.state !== hash(request.nextUrl.searchParams.get('state') ?? '')) return null
  const { returnTo, userId, sessionId } = kept
  const connectTo = sessionId ? { userId: String(userId), sessionId: String(sessionId) } : null
  return { returnTo: String(returnTo), connectTo }
}

const hash = (state: string): string => createHash('sha256').update(state).digest('base64url')

type Call = { provider?: string; cookies?: Record<string, string>; form?: Record<string, string> }

// next-auth's own endpoint, called as a server of the Pages Router would.
async function call(options: AuthOptions, action: string, { provider, cookies = {}, form }: Call = {}) {
  const headers = new Headers()
  let body: unknown
  const response = {
    status: () => response,
    getHeader: () => headers.getSetCookie(),
    setHeader: (name: string, value: string | string[]) => {
      headers.delete(name)
      for (const each of [value].flat()) headers.append(name, each)
      return response
    },
    send: (sent: unknown) => (body = sent),
    json: (sent: unknown) => (body = sent),
    end: () => {},
  }
  const request = {
    method: form ? 'POST' : 'GET',
    headers: {},
    query: { nextauth: provider ? [action, provider] : [action] },
    body: form && { ...form, json: 'true' },
    cookies,
  }
  await NextAuth(request as never, response as never, options)
  return { body, cookies: new NextResponse(null, { headers }).cookies.getAll() as Cookie[] }
}
