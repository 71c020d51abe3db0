import { NextRequest } from 'next/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { apiRequest, bearerRequest, createMember } from '@/lib/testing/fixtures'
import { preparedPageHeader, refusedMethodHeader } from '@/lib/requests/trust'
import { config, middleware } from './middleware'

const visit = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  middleware(new NextRequest(new URL(path, 'http://localhost:3000'), { headers, method }))

/** The headers that the application will see. */
const forwarded = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`)

describe('pages', () => {
  it('A189 get a policy with a fresh nonce and no inline scripts', async () => {
    const [first, second] = [await visit('/'), await visit('/sign-in')]
    const policy = first.headers.get('content-security-policy')!
    for (const rule of [
      `default-src 'self'`,
      `object-src 'none'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ])
      expect(policy).toContain(rule)
    expect(/script-src ([^;]+)/.exec(policy)![1]).not.toContain('unsafe')
    expect(/'nonce-([^']+)'/.exec(policy)![1]!.length).toBeGreaterThanOrEqual(24)
    expect(policy).not.toBe(second.headers.get('content-security-policy'))
    expect(forwarded(first, 'content-security-policy')).toBe(policy)
  })

  it.each(['/o/acme', '/o/acme/members?sort=role', '/organizations', '/organizations/new', '/account'])(
    'sends a visitor of %s to sign-in and back',
    async (path) => {
      const response = await visit(path)
      expect(response.status).toBe(307)
      expect(response.headers.get('location')).toBe(
        `http://localhost:3000/sign-in?callbackUrl=${encodeURIComponent(path)}`,
      )
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    },
  )

  it('leaves the action of a form to its own check, so that the page keeps what was typed', async () => {
    const headers = { 'next-action': 'x', 'content-length': '0', origin: 'http://localhost:3000' }
    expect((await visit('/account', headers, 'POST')).status).toBe(200)
    expect((await visit('/account', { ...headers, 'next-action': '' }, 'GET')).status).toBe(307)
  })

  it('A104 A256 redirect to the application’s own origin, and strip headers that it would trust', async () => {
    const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-nonce': 'x' }
    expect((await visit('/o/acme', evil)).headers.get('location')).toMatch(/^http:\/\/localhost:3000\//)
    const passed = await visit('/sign-in', evil)
    expect(forwarded(passed, 'x-forwarded-host')).toBeNull()
    expect(forwarded(passed, 'x-nonce')).toBeNull()
  })

  it('F6 A265 refuse an address with more than 200 query parameters, and the path that stands for one', async () => {
    const path = `/sign-in?${Array(201).fill('a').join('&')}`
    for (const refused of [await visit(path), await visit('/address-too-long')]) {
      expect(refused.status).toBe(414)
      expect(await refused.json()).toMatchObject({ code: 'address_too_long' })
    }
    expect((await visit(path.slice(0, -2))).status).toBe(200)
  })

  it('F18 refuse the path of a request for a foreign host', async () => {
    const refused = await visit('/misdirected')
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([421, 'misdirected'])
  })

  it('A168 A176 A271 refuse a form from another site, without an origin, or of more than 64 KiB', async () => {
    const post = async (headers: Record<string, string>) =>
      (await middleware(new NextRequest('http://localhost:3000/sign-in', { method: 'POST', headers }))).status
    const own = { origin: 'http://localhost:3000', 'content-length': '10' }
    expect(await post(own)).toBe(200)
    expect(await post({ ...own, origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' })).toBe(403)
    expect(await post({ ...own, origin: 'null' })).toBe(403)
    expect(await post({ 'content-length': '10' })).toBe(403)
    expect(await post({ ...own, 'x-action-forwarded': '1' })).toBe(403)
    expect(await post({ origin: own.origin })).toBe(411)
    expect(await post({ ...own, 'content-length': '70000' })).toBe(413)
  })

  it('A140 A142 cannot be opened with a token in any header, query or cookie', async () => {
    const { ctx } = await createMember('admin')
    const authorization = (await bearerRequest(ctx, 'GET', '/')).headers.get('authorization')!
    const token = authorization.slice('Bearer '.length)
    for (const [path, headers] of [
      ['/o/globex', { authorization }],
      [`/o/globex?access_token=${token}`, {}],
      ['/organizations', { authorization, 'x-organization': 'globex' }],
      ['/account', { cookie: `token=${token}; access_token=${token}` }],
    ] as [string, Record<string, string>][])
      expect((await visit(path, headers)).headers.get('location')).toMatch(/^http:\/\/localhost:3000\/sign-in\?/)
  })

  it('A262 answer a method that no page knows with 405 and those that it does', async () => {
    const answer = await visit('/sign-in', { [refusedMethodHeader]: 'TRACE' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
  })

  it('let a request with a cookie through, which the page then checks', async () => {
    expect((await visit('/o/acme', { cookie: 'session=anything' })).headers.get('location')).toBeNull()
  })
})

describe('organization tokens at the edge', () => {
  const served = async () =>
    new Response(await (await jwksRoute(apiRequest('GET', '/'), { params: Promise.resolve({}) })).text())

  it('are accepted or refused with the published keys', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(served)
    const { ctx } = await createMember('admin')
    const authorization = (await bearerRequest(ctx, 'GET', '/api/v1/me')).headers.get('authorization')!
    expect((await visit('/api/v1/me', { authorization })).headers.get('x-middleware-next')).toBe('1')
    for (const bad of [`${authorization}x`, authorization.slice(0, -3), 'Bearer x', 'Basic dTpw', 'Bearer'])
      expect((await visit('/api/v1/me', { authorization: bad })).status, bad).toBe(401)
    await visit('/api/v1/me', { authorization })
    expect(fetched).toHaveBeenCalledTimes(1)
    fetched.mockRestore()
  })

  it('A121 cause a new fetch of the keys for unknown ones at most once in a while', async () => {
    vi.resetModules()
    const { middleware: fresh } = await import('./middleware')
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(served)
    const { ctx } = await createMember('admin')
    const authorization = (await bearerRequest(ctx, 'GET', '/api/v1/me')).headers.get('authorization')!
    const [, payload, signature] = authorization.split('.')
    // All of them within one moment, however long they take.
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    for (let i = 0; i < 30; i++) {
      const header = btoa(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: `unknown${i}` })).replace(/=+$/, '')
      const headers = { authorization: `Bearer ${header}.${payload}.${signature}` }
      expect((await fresh(new NextRequest('http://localhost:3000/api/v1/me', { headers }))).status).toBe(401)
    }
    expect(fetched.mock.calls.length).toBeLessThanOrEqual(2)
    fetched.mockRestore()
  })

  it('are left to the route while the keys cannot be fetched', async () => {
    vi.resetModules()
    const { middleware: fresh } = await import('./middleware')
    const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    const { ctx } = await createMember('admin')
    const headers = { authorization: (await bearerRequest(ctx, 'GET', '/api/v1/me')).headers.get('authorization')! }
    const response = await fresh(new NextRequest('http://localhost:3000/api/v1/me', { headers }))
    expect(response.headers.get('x-middleware-next')).toBe('1')
    down.mockRestore()
  })
})

describe('the matcher', () => {
  const matches = (path: string, sent = ['authorization']) =>
    config.matcher.some(
      ({ source, has = [], missing = [] }) =>
        new RegExp(`^${source}$`).test(path) &&
        has.every(({ key }) => sent.includes(key)) &&
        !missing.some(({ key }) => sent.includes(key)),
    )
  it.each([
    '/',
    '/o/acme',
    '/o/acme/members',
    '/o/x.png',
    '/nope.txt',
    '/_next/nope',
    '/_next/image/x',
    '/_next/static',
    '/sign-in',
    '/api/v1/me',
    '/api/v1/members/x',
    '/api/v1/organization/logo/x',
    '/api/v1/x/organization/logo',
    '/o/acme/settings',
    '/account',
    '/account/picture/x',
    '/o/acme/settings/logo/x',
    '/o/acme/x/settings/logo',
    '/x.svg',
    '/.well-known/x',
    '/.well-known/jwks.json/x',
  ])('includes %s', (path) => expect(matches(path)).toBe(true))
  it.each([
    '/api/token',
    '/api/auth/session',
    '/.well-known/jwks.json',
    '/.well-known/token-status/0',
    '/.well-known/permission-sets/sha256-a_b',
    '/.well-known/security.txt',
    '/favicon.ico',
    '/_next/static/x.js',
    '/_next/image',
    '/icon.svg',
    '/api/v1/organization/logo',
    '/o/acme/settings/logo',
    '/account/picture',
  ])('excludes %s', (path) => expect(matches(path)).toBe(false))
  it('leaves a request without a token to the route', () => expect(matches('/api/v1/me', [])).toBe(false))
  it('excludes a page that is prepared already, and no token', () => {
    expect(matches('/o/acme', [preparedPageHeader])).toBe(false)
    expect(matches('/api/v1/me', ['authorization', preparedPageHeader])).toBe(true)
  })
})
