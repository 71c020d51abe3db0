// next-auth and its configuration, used only by its route. The cookie refers to a session row. No claim comes from
// posted data: the callbacks ignore `trigger: "update"`.
import type { AuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { NextRequest } from 'next/server'
import { z } from 'zod'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { decodeJson, readBytes } from '@/lib/requests/input'
import { log } from '@/lib/log'
import { hostCookie } from '@/lib/requests/cookies'
import { consume } from '@/lib/requests/rate-limits'
import { clientNetwork, originOf } from '@/lib/requests/trust'
import type { Origin, UserContext } from '@/lib/db/session'
import { sessionLifetimeSeconds, signInSchema, type Credentials as Typed } from './credentials'
import { describeSession } from './describe-session'
import { deviceHeader } from './device-cookie'
import { arrive, failurePath, type ArrivalHandlers } from './provider-arrival'
import { callNextAuth } from './next-auth-call'
import { beginFlow, findFlow, flowSeconds, type Flow } from './provider-flow'
import { getProvider, oauthConfigs } from './providers'
import { safeReturnPath } from './return-path'
import { claimsOf, contextOf, sessionCookie, sessionHeader } from './session-cookie'

/**
 * What signing in and out does besides the cookie. The route passes it in, so that this folder does not depend on
 * organizations.
 */
type SessionHandlers = ArrivalHandlers & {
  signIn: (input: Typed, headers: Headers) => Promise<UserContext>
  endSession: (sessionId: string, origin: Origin, cookieVersion: number | null) => Promise<void>
  /** The path to go to after a sign-in by a provider. */
  firstPage: (ctx: UserContext, returnTo: string) => Promise<string>
}

// Without the log endpoint, which would write a client's text to our log, and the page for links by mail, which are ours.
const actions = ['providers', 'session', 'csrf', 'signin', 'signout', 'callback', 'error']

type Context = { params: Promise<{ nextauth: string[] }> }

/**
 * Answers /api/auth/*. Throws the errors that next-auth would report as a wrong password: rate_limited, unavailable.
 */
export async function handleAuth(request: Request, context: Context, handlers: SessionHandlers): Promise<Response> {
  const { url, headers } = request
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const path = (await context.params).nextauth
  const [action, provider] = path
  if (!action || !actions.includes(action)) throw new AppError('not_found')
  // Callbacks by GET are for OAuth only.
  if (action === 'callback' && provider === 'credentials' && method === 'GET') throw new AppError('not_found')
  // next-auth copies parameters into the Location header, which must not contain control characters.
  if (/%(0[0-9a-f]|1[0-9a-f]|7f)/i.test(new URL(url).search)) throw new AppError('invalid_request')
  const { callbackUrl, error } = Object.fromEntries(new URL(url).searchParams)
  if (callbackUrl && !isWebAddress(callbackUrl)) throw new AppError('invalid_request')
  // It copies this one as it is.
  if (action === 'error' && error && !/^\w{1,64}$/.test(error)) throw new AppError('invalid_request')
  // Beginning a flow asks the provider.
  if (action === 'signin' && method === 'POST') await consume('provider_flows_by_network', clientNetwork(headers))
  const body = method === 'POST' ? await readForm(request) : undefined
  const refusals: AppError[] = []
  const signedIn: UserContext[] = []
  const confirmed: UserContext[] = []
  const asked = new NextRequest(url, { headers })
  const response = await callNextAuth(authOptions(asked, { refusals, signedIn, confirmed }, handlers), {
    ...{ path, method, body },
    headers: Object.fromEntries(headers),
    query: { ...Object.fromEntries(asked.nextUrl.searchParams), ...(await returnOf(asked, action)) },
    cookies: Object.fromEntries(asked.cookies.getAll().map(({ name, value }) => [name, value])),
  })
  if (refusals[0]) throw refusals[0]
  response.headers.set('cache-control', 'private, no-store')
  if (action === 'session') withoutSessionCookie(response.headers)
  const failed = response.headers.get('location')?.includes('/api/auth/error?') && (await failurePath(asked))
  if (failed) response.headers.set('location', failed)
  const flow = signedIn[0] && method === 'GET' && (await findFlow(asked))
  if (flow)
    response.headers.set('location', `${getEnv().APP_URL}${await handlers.firstPage(signedIn[0]!, flow.returnTo)}`)
  for (const { userId } of signedIn) response.headers.append('set-cookie', deviceHeader(userId, headers))
  for (const ctx of confirmed) response.headers.append('set-cookie', await sessionHeader(ctx))
  return response
}

// next-auth sets the cookie again that it was asked with, which may have been replaced meanwhile.
function withoutSessionCookie(headers: Headers): void {
  const cookies = headers.getSetCookie().filter((cookie) => !cookie.startsWith(`${sessionCookie().name}=`))
  headers.delete('set-cookie')
  for (const cookie of cookies) headers.append('set-cookie', cookie)
}

// next-auth answers 500 to any other return address.
function isWebAddress(text: string): boolean {
  const address = text.startsWith('/') ? getEnv().APP_URL + text : text
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}

// lib/requests/harden.ts drops the cookie in which next-auth keeps it.
async function returnOf(request: NextRequest, action: string | undefined): Promise<{ callbackUrl?: string }> {
  const flow = action === 'callback' ? await findFlow(request) : null
  return flow ? { callbackUrl: `${getEnv().APP_URL}${flow.returnTo}` } : {}
}

async function readForm(request: Request): Promise<Record<string, unknown> | undefined> {
  const bytes = await readBytes(request)
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) return z.looseObject({}).catch({}).parse(decodeJson(bytes))
  if (!type.startsWith('application/x-www-form-urlencoded')) return undefined
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
}

/** Out: the provider's URL to send the browser to, and the cookies to set with it. Throws not_found, unavailable. */
export const beginWith = (id: string, flow: Flow) =>
  beginFlow({ ...sharedOptions(), providers: oauthConfigs() }, getProvider(id), flow)

function sharedOptions() {
  const { name, options } = sessionCookie()
  return {
    secret: getEnv().AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    useSecureCookies: options.secure,
    cookies: {
      sessionToken: { name, options },
      ...{
        state: checkCookie('state'),
        pkceCodeVerifier: checkCookie('pkce.code_verifier'),
        nonce: checkCookie('nonce'),
      },
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    callbacks: { redirect },
    logger: {
      error: (code) => log.warn({ code }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
  } satisfies Omit<AuthOptions, 'providers'>
}

// What belongs to a flow at a provider. With its prefix no other host of the domain can set it, and with it sign the person in to
// another account (RFC 9700, 4.7.1).
const checkCookie = (kept: string) => hostCookie(`next-auth.${kept}`, flowSeconds)

const redirect = ({ url, baseUrl }: { url: string; baseUrl: string }) => `${baseUrl}${safeReturnPath(url)}`

function authOptions(
  request: NextRequest,
  { refusals, signedIn, confirmed }: { refusals: AppError[]; signedIn: UserContext[]; confirmed: UserContext[] },
  handlers: SessionHandlers,
): AuthOptions {
  const { headers } = request
  const keepIn = async (kept: UserContext[], proven: Promise<UserContext>): Promise<UserContext> => {
    const ctx = await proven
    kept.push(ctx)
    return ctx
  }
  // next-auth would put the message of any error into a URL.
  const refuse = (error: unknown): false => {
    refusals.push(error instanceof AppError ? error : new AppError('internal_error', { cause: error }))
    return false
  }
  return {
    ...sharedOptions(),
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (typed) =>
          authorize(
            { email: typed?.email, password: typed?.password },
            (input) => keepIn(signedIn, handlers.signIn(input, headers)),
            refusals,
          ),
      }),
      ...oauthConfigs(),
    ],
    callbacks: {
      redirect,
      signIn: async ({ account, profile }) => {
        if (account?.type !== 'oauth') return true
        const arrivals: ArrivalHandlers = {
          signInWith: (...input) => keepIn(signedIn, handlers.signInWith(...input)),
          connect: handlers.connect,
          confirmWith: (...input) => keepIn(confirmed, handlers.confirmWith(...input)),
        }
        return arrive(request, account.provider, profile ?? {}, arrivals).catch(refuse)
      },
      jwt: ({ token, user }) => {
        const [ctx] = signedIn
        return user && ctx ? claimsOf(ctx) : token
      },
      session: ({ session, token }) => describeSession(session.expires, contextOf(token)),
    },
    events: {
      signOut: async ({ token }) => {
        const ctx = contextOf(token)
        if (ctx) await handlers.endSession(ctx.sessionId, originOf(headers), ctx.cookieVersion)
      },
    },
  }
}

async function authorize(
  typed: object,
  signIn: (input: Typed) => Promise<UserContext>,
  refusals: AppError[],
): Promise<{ id: string } | null> {
  const input = signInSchema.safeParse(typed)
  if (!input.success) return null
  try {
    return { id: (await signIn(input.data)).userId }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code !== 'invalid_credentials') refusals.push(error)
    return null
  }
}
