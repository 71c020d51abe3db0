// next-auth and its configuration, used only by its route. The cookie refers to a session row. No claim comes from
// posted data: the callbacks ignore `trigger: "update"`.
import NextAuth, { type AuthOptions, type Session } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { NextRequest } from 'next/server'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { decodeJson, readBytes } from '@/lib/requests/input'
import { authorizeOrg, authorizeUser } from '@/lib/db/authorize'
import { log } from '@/lib/log'
import { originOf } from '@/lib/requests/trust'
import type { Origin, UserContext } from '@/lib/db/session'
import { sessionLifetimeSeconds, signInSchema, type Credentials as Typed } from './credentials'
import { deviceHeader } from './device-cookie'
import { safeReturnPath } from './return-path'
import { sessionCookie } from './session-cookie'

/**
 * What signing in and out does besides the cookie. The route passes it in, so that this folder does not depend on
 * organizations.
 */
export type SessionHandlers = {
  signIn: (input: Typed, headers: Headers) => Promise<UserContext>
  endSession: (sessionId: string, origin: Origin) => Promise<void>
}

type SignedIn = { id: string; sessionId: string }

type Context = { params: Promise<{ nextauth: string[] }> }

/**
 * Answers /api/auth/*. Throws the errors that next-auth would report as a wrong password: rate_limited, unavailable.
 */
export async function handleAuth(request: Request, context: Context, handlers: SessionHandlers): Promise<Response> {
  const { url, headers } = request
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const [action, provider] = (await context.params).nextauth
  // The log endpoint would write a client's text to our log. Callbacks by GET are for OAuth only.
  if (action === '_log' || (action === 'callback' && provider === 'credentials' && method === 'GET'))
    throw new AppError('not_found')
  // next-auth copies parameters into the Location header, which must not contain control characters.
  if (/%(0[0-9a-f]|1[0-9a-f]|7f)/i.test(new URL(url).search)) throw new AppError('invalid_request')
  const body = method === 'POST' ? await readForm(request) : null
  const refusals: AppError[] = []
  const signedIn: UserContext[] = []
  const signIn: SessionHandlers['signIn'] = async (...input) => {
    const ctx = await handlers.signIn(...input)
    signedIn.push(ctx)
    return ctx
  }
  const options = authOptions(headers, refusals, { ...handlers, signIn })
  const response: Response = await NextAuth(
    new NextRequest(url, { method, headers, body }) as never,
    context as never,
    options,
  )
  if (refusals[0]) throw refusals[0]
  response.headers.set('cache-control', 'private, no-store')
  for (const { userId } of signedIn) response.headers.append('set-cookie', deviceHeader(userId, headers))
  return response
}

async function readForm(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(request)
  if (request.headers.get('content-type')?.startsWith('application/json')) decodeJson(bytes)
  return bytes
}

function authOptions(headers: Headers, refusals: AppError[], { signIn, endSession }: SessionHandlers): AuthOptions {
  const { name, options } = sessionCookie()
  return {
    secret: getEnv().AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    useSecureCookies: options.secure,
    cookies: { sessionToken: { name, options } },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (typed) =>
          authorize({ email: typed?.email, password: typed?.password }, (input) => signIn(input, headers), refusals),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: (user as SignedIn).sessionId } : token),
      session: ({ session, token }) =>
        describeSession(session.expires, { userId: token.sub!, sessionId: String(token.sid) }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeReturnPath(url)}`,
    },
    events: {
      signOut: async ({ token }) => void (token?.sid && (await endSession(String(token.sid), originOf(headers)))),
    },
    logger: {
      error: (code) => log.warn({ code }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
  }
}

async function authorize(
  typed: object,
  signIn: (input: Typed) => Promise<UserContext>,
  refusals: AppError[],
): Promise<SignedIn | null> {
  const input = signInSchema.safeParse(typed)
  if (!input.success) return null
  try {
    const { userId, sessionId } = await signIn(input.data)
    return { id: userId, sessionId }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code !== 'invalid_credentials') refusals.push(error)
    return null
  }
}

/**
 * The answer of GET /api/auth/session: the person and their active organization, read from the database; {} when signed
 * out.
 */
async function describeSession(expires: string, ctx: { userId: string; sessionId: string }): Promise<Session> {
  try {
    const { user } = await authorizeUser(ctx)
    return {
      user: { id: user.id, name: user.name, email: user.email },
      expires,
      active_organization: await active(ctx),
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') return {} as Session
    throw error
  }
}

async function active(ctx: { userId: string; sessionId: string }) {
  try {
    const { org, role, permissions } = await authorizeOrg({ ...ctx, organization: null, tokenId: null })
    return { ...org, role, permissions: [...permissions] }
  } catch (error) {
    if (error instanceof AppError && ['no_active_organization', 'second_factor_required'].includes(error.code))
      return null
    throw error
  }
}

declare module 'next-auth' {
  interface Session {
    user: { id: string; name: string; email: string }
    active_organization: { id: string; slug: string; name: string; role: string; permissions: string[] } | null
  }
}
