// next-auth and its configuration, for its route alone. Its cookie names a session row; no claim of it comes from what a
// client posts, so the callbacks ignore `trigger: "update"` and its data.
import NextAuth, { type AuthOptions, type Session } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { enterOrg } from '@/lib/db/with-org'
import { enterUser } from '@/lib/db/with-user'
import { log } from '@/lib/log'
import { endSession, sessionLifetimeSeconds, signIn, signInSchema } from './credentials'
import { safeReturnPath } from './return-path'
import { sessionCookie } from './session-cookie'

type SignedIn = { id: string; sessionId: string }

/** Answers /api/auth/*. */
export const handleAuth = async (request: Request, context: { params: Promise<{ nextauth: string[] }> }) =>
  (await NextAuth(request as never, context as never, authOptions(request.headers))) as Response

function authOptions(headers: Headers): AuthOptions {
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
        authorize: (typed) => authorize({ email: typed?.email, password: typed?.password }, headers),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: (user as SignedIn).sessionId } : token),
      session: ({ session, token }) =>
        describeSession(session.expires, { userId: token.sub!, sessionId: String(token.sid) }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeReturnPath(url)}`,
    },
    events: { signOut: async ({ token }) => void (token?.sid && (await endSession(String(token.sid)))) },
    logger: {
      error: (code) => log.warn({ code }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
  }
}

async function authorize(typed: Record<string, unknown>, headers: Headers): Promise<SignedIn | null> {
  const input = signInSchema.safeParse(typed)
  if (!input.success) return null
  try {
    const { userId, sessionId } = await signIn(input.data, headers)
    return { id: userId, sessionId }
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_credentials') return null
    throw error
  }
}

/** What GET /api/auth/session answers: the person and their active organization as they are now, or {} when signed out. */
async function describeSession(expires: string, ctx: { userId: string; sessionId: string }): Promise<Session> {
  try {
    const { user } = await enterUser(ctx)
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
    const { org, role, permissions } = await enterOrg({ ...ctx, organization: null, tokenId: null })
    return { ...org, role, permissions: [...permissions] }
  } catch (error) {
    if (error instanceof AppError && error.code === 'no_active_organization') return null
    throw error
  }
}

declare module 'next-auth' {
  interface Session {
    user: { id: string; name: string; email: string }
    active_organization: { id: string; slug: string; name: string; role: string; permissions: string[] } | null
  }
}
