// The way to a provider and back. next-auth makes the provider's URL with state, PKCE and nonce, which it keeps in cookies;
// it checks them when the browser comes back. Whether a person comes back to sign in, to connect the provider to their
// account or to confirm that it is them, and where they go then, is sealed in a cookie of its own, for this one state.
import { createHash } from 'node:crypto'
import type { AuthOptions } from 'next-auth'
import { NextResponse, type NextRequest } from 'next/server'
import { AppError } from '@/lib/errors'
import type { UserContext } from '@/lib/db/session'
import { callNextAuth } from './next-auth-call'
import { hostCookie } from '@/lib/requests/cookies'
import { confirmationParameters, type Provider } from './providers'
import { safeReturnPath } from './return-path'
import { seal, unseal } from './sealed-cookie'

/** How long a person may take at the provider. */
export const flowSeconds = 15 * 60

const flowCookie = () => hostCookie('flow', flowSeconds)

type Cookie = ReturnType<NextResponse['cookies']['getAll']>[number]

const purposes = ['connect', 'confirm'] as const

/** `by`: the session whose person connects the provider, or confirms that it is them; null for a sign-in. */
export type Flow = {
  returnTo: string
  by: (Pick<UserContext, 'userId' | 'sessionId'> & { purpose: (typeof purposes)[number] }) | null
}

/**
 * Begins a flow. Out: the provider's URL, and the cookies to set. Throws unavailable if the provider does not answer.
 */
export async function beginFlow(
  options: AuthOptions,
  provider: Provider,
  flow: Flow,
): Promise<{ url: string; cookies: Cookie[] }> {
  const begun = await callNextAuth(options, { path: ['csrf'], method: 'GET' })
  const { csrfToken } = (await begun.json()) as { csrfToken: string }
  const answer = await callNextAuth(options, {
    path: ['signin', provider.id],
    method: 'POST',
    ...(flow.by?.purpose === 'confirm' && { query: confirmationParameters(provider.id) }),
    cookies: Object.fromEntries(cookiesOf(begun).map(({ name, value }) => [name, value])),
    body: { csrfToken, json: 'true' },
  })
  const { url } = (await answer.json()) as { url: string }
  const state = new URL(url).searchParams.get('state')
  if (!state) throw new AppError('unavailable', { detail: `${provider.name} does not answer. Try again later.` })
  const checks = cookiesOf(answer).filter(({ name }) => !name.endsWith('.callback-url'))
  return { url, cookies: [...checks, await remember(state, flow)] }
}

const cookiesOf = ({ headers }: Response): Cookie[] => new NextResponse(null, { headers }).cookies.getAll()

async function remember(state: string, { returnTo, by }: Flow): Promise<Cookie> {
  const { name, options } = flowCookie()
  const whose = by && { userId: by.userId, sessionId: by.sessionId, purpose: by.purpose }
  const kept = { returnTo: safeReturnPath(returnTo), state: hash(state), ...whose }
  return { name, value: await seal(name, kept, flowSeconds), ...options }
}

/** The flow that comes back by this request, or null if this browser did not begin it. */
export async function findFlow(request: NextRequest): Promise<Flow | null> {
  const { name } = flowCookie()
  const kept = await unseal(name, request.cookies.get(name)?.value)
  if (kept?.state !== hash(request.nextUrl.searchParams.get('state') ?? '')) return null
  const { returnTo, userId, sessionId } = kept
  const purpose = purposes.find((each) => each === kept.purpose)
  const by = purpose ? { userId: String(userId), sessionId: String(sessionId), purpose } : null
  return { returnTo: String(returnTo), by }
}

const hash = (state: string): string => createHash('sha256').update(state).digest('base64url')
