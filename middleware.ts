// The first check, at the edge, and never the only one: without this file every authorization test stays green. It gives
// pages their Content-Security-Policy, sends visitors without a session to sign-in, and refuses a bad organization token
// before any code runs. It knows the keys as a stranger does, by the published key set, and no database.
import { createRemoteJWKSet } from 'jose'
import { NextResponse, type NextRequest } from 'next/server'
import { getEnv } from '@/lib/env'
import { createVerifier, InvalidTokenError } from '@/lib/org-token/claims'
import { comesFromOwnOrigin, pagePathHeader } from '@/lib/requests/trust'

const internalHeaders = [
  'x-nonce',
  'x-middleware-subrequest',
  'x-forwarded-host',
  'x-original-url',
  'x-rewrite-url',
  pagePathHeader,
]
const keySetMaxAgeMs = 600_000
// A token of a key that is not in the set makes us look again, but no more often than this.
const keySetCooldownMs = 5_000
const pageMethods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])
const notAPage = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}
const maxFormBytes = 64 * 1024
const signedInPages = /^\/(o|organizations|account)(\/|$)/
const sessionCookies = ['session', '__Host-session']

let verifier: ReturnType<typeof createVerifier> | undefined

export async function middleware(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  if (pathname.startsWith('/api/v1')) return checkToken(request)
  if (!pageMethods.has(request.method)) return refuse('method_not_allowed')
  if (request.method === 'POST') {
    // Next answers these with a 500 of its own.
    const length = request.headers.get('content-length')
    if (length === null) return refuse('length_required')
    if (Number(length) > maxFormBytes) return refuse('body_too_large')
    // A request that Next forwards to itself comes from our own address, whoever began it: no page of ours needs that.
    const forwarded = request.headers.has('x-action-forwarded')
    if (forwarded || !comesFromOwnOrigin(request.headers, { required: true })) return refuse('cross_origin')
  }
  if (signedInPages.test(pathname) && !sessionCookies.some((name) => request.cookies.has(name))) {
    const signIn = new URL(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`, getEnv().APP_URL)
    return NextResponse.redirect(signIn, { headers: notAPage })
  }
  return withPolicy(request)
}

// Every page gets a nonce of its own; Next puts it on its scripts when it finds the policy among the request's headers.
function withPolicy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const development = getEnv().NODE_ENV === 'development'
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
  const headers = strip(request)
  headers.set('content-security-policy', policy)
  headers.set(pagePathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

async function checkToken(request: NextRequest): Promise<NextResponse> {
  const [, token] = /^Bearer ([^\s,]+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  try {
    if (!token) throw new InvalidTokenError('Not a bearer token.')
    await (verifier ??= makeVerifier())(token)
  } catch (error) {
    if (error instanceof InvalidTokenError) return refuse('invalid_token')
    // The keys cannot be had just now: the server's own check decides.
  }
  return NextResponse.next({ request: { headers: strip(request) } })
}

function makeVerifier() {
  const { APP_URL, ORG_TOKEN_AUDIENCE, ORG_TOKEN_TTL_SECONDS, PORT } = getEnv()
  const keySet = new URL(`http://127.0.0.1:${PORT}/.well-known/jwks.json`)
  return createVerifier({
    issuer: APP_URL,
    audience: ORG_TOKEN_AUDIENCE,
    maxAgeSeconds: ORG_TOKEN_TTL_SECONDS,
    keys: createRemoteJWKSet(keySet, {
      cacheMaxAge: keySetMaxAgeMs,
      cooldownDuration: keySetCooldownMs,
      timeoutDuration: 2_000,
    }),
  })
}

function strip(request: NextRequest): Headers {
  const headers = new Headers(request.headers)
  for (const name of internalHeaders) headers.delete(name)
  return headers
}

const refusals = {
  invalid_token: [401, 'The access token is invalid, expired or revoked.'],
  method_not_allowed: [405, 'This page does not take that method.'],
  length_required: [411, 'Say how long the form is.'],
  cross_origin: [403, 'This request came from another site.'],
  body_too_large: [413, 'The form is larger than 64 KiB.'],
} as const

function refuse(code: keyof typeof refusals): NextResponse {
  const [status, detail] = refusals[code]
  const headers = new Headers({ ...notAPage, 'content-type': 'application/problem+json' })
  if (code === 'method_not_allowed') headers.set('allow', [...pageMethods].join(', '))
  if (code === 'invalid_token') headers.set('www-authenticate', 'Bearer error="invalid_token"')
  return new NextResponse(JSON.stringify({ type: `urn:problem:${code}`, title: detail, status, detail, code }), {
    status,
    headers,
  })
}

// Pages, and the API where a token comes along; files and the rest of the API pay nothing for the edge. Nor do the two that take a
// picture, since Next keeps no more of a body behind this file than a form may have: they check everything themselves.
export const config = {
  matcher: [
    { source: '/api/v1/((?!organization/logo$).*)', has: [{ type: 'header', key: 'authorization' }] },
    '/((?!api/|_next/(?:static|image)|\\.well-known/(?:jwks\\.json|openid-configuration|oauth-authorization-server|token-status/\\d+|permission-sets/[\\w-]+)$|(?:icon\\.svg|favicon\\.ico)$|o/[^/]+/settings/logo$).*)',
  ],
}
