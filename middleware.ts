// The first check, at the edge, and never the only one: without this file every authorization test stays green. It gives
// pages their Content-Security-Policy, sends visitors without a session to sign-in, and refuses a bad organization token
// before any other code runs. It reads the published key set like any backend and never the database.
import { NextResponse, type NextRequest } from 'next/server'
import { getEnv } from '@/lib/env'
import { isTokenAccepted } from '@/lib/org-token/edge-check'
import { isAddressTooLong, misdirectedPath, tooLongPath } from '@/lib/requests/address'
import { newPagePolicy } from '@/lib/requests/page-policy'
import {
  comesFromOwnOrigin,
  internalHeaders,
  pagePathHeader,
  refusedMethodHeader,
  sessionCookies,
  signedInPages,
} from '@/lib/requests/trust'

const pageMethods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])
const notAPage = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}
const maxFormBytes = 64 * 1024

export async function middleware(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  if (pathname === misdirectedPath) return refuse('misdirected')
  if (pathname === tooLongPath || isAddressTooLong(search)) return refuse('address_too_long')
  if (pathname.startsWith('/api/v1')) return checkToken(request)
  const isUnknown = request.headers.has(refusedMethodHeader)
  if (isUnknown || !pageMethods.has(request.method)) return refuse('method_not_allowed')
  if (request.method === 'POST') {
    // Without these checks Next answers with a 500.
    const length = request.headers.get('content-length')
    if (length === null) return refuse('length_required')
    if (Number(length) > maxFormBytes) return refuse('body_too_large')
    // A request that Next forwards to itself has our own address, regardless of the actual client. No page of ours needs this.
    const forwarded = request.headers.has('x-action-forwarded')
    if (forwarded || !comesFromOwnOrigin(request.headers, { required: true })) return refuse('cross_origin')
  }
  // An action answers itself, so that the page keeps what was typed.
  const isAction = request.method === 'POST' && request.headers.has('next-action')
  if (!isAction && signedInPages.test(pathname) && !sessionCookies.some((name) => request.cookies.has(name))) {
    const signIn = new URL(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`, getEnv().APP_URL)
    return NextResponse.redirect(signIn, { headers: notAPage })
  }
  return withPolicy(request)
}

function withPolicy(request: NextRequest): NextResponse {
  const policy = newPagePolicy()
  const headers = strip(request)
  headers.set('content-security-policy', policy)
  headers.set(pagePathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

async function checkToken(request: NextRequest): Promise<NextResponse> {
  if (!(await isTokenAccepted(request.headers.get('authorization') ?? ''))) return refuse('invalid_token')
  return NextResponse.next({ request: { headers: strip(request) } })
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
  misdirected: [421, 'In development and demo, this server answers only to APP_URL and to names of this machine.'],
  address_too_long: [414, 'The address has more than 200 query parameters.'],
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

// Pages, and API requests with a token. What skips the middleware does not need it: files, other API requests, and what
// signed-in-pages.ts has prepared. So do the three routes that take a picture, because Next limits a body behind this file to
// little more than the size of a form; they check it all themselves.
export const config = {
  runtime: 'nodejs',
  matcher: [
    { source: '/api/v1/((?!organization/logo$).*)', has: [{ type: 'header', key: 'authorization' }] },
    {
      source:
        '/((?!api/|_next/(?:static/|image$)|\\.well-known/(?:jwks\\.json|openid-configuration|oauth-authorization-server|token-status/\\d+|permission-sets/[\\w-]+|security\\.txt)$|(?:icon\\.svg|favicon\\.ico)$|o/[^/]+/settings/logo$|account/picture$).*)',
      missing: [{ type: 'header', key: 'x-page-prepared' }],
    },
  ],
}
