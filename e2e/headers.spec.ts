import net from 'node:net'
import type { APIRequestContext } from '@playwright/test'
import { expect, signInByRequest, test, unique } from './fixtures'

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': /max-age=\d{8}/,
  'permissions-policy': /camera=\(\)/,
}

test('A189 A191 A195 every kind of response has the security headers', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const asset = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get('/sign-in')).text())![0]
  const paths = [
    '/',
    '/sign-in',
    '/o/acme',
    '/o/globex',
    '/no/such/page',
    '/api/v1/me',
    '/api/nothing',
    '/api/health',
    '/.well-known/jwks.json',
    '/icon.svg',
    asset,
  ]
  for (const path of paths) {
    const response = await request.get(path, { maxRedirects: 0 })
    const headers = response.headers()
    for (const [name, value] of Object.entries(everywhere)) expect(headers[name], `${name} of ${path}`).toMatch(value)
    if (headers['content-type']?.includes('text/html')) {
      const policy = headers['content-security-policy']!
      expect(policy, path).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/)
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("frame-ancestors 'none'")
      expect(headers['cache-control'], path).toContain('no-store')
    }
    expect(headers['x-powered-by']).toBeUndefined()
  }
  const refused = await request.get('/api/v1/me', { headers: { authorization: 'Bearer x' } })
  expect(refused.headers()['x-content-type-options']).toBe('nosniff')
  const redirected = await (
    await request.get('/api/auth/signin', { maxRedirects: 0, headers: { origin: baseURL! } })
  ).headers()
  expect(redirected['x-content-type-options']).toBe('nosniff')
})

test('A256 a client cannot leave out the check of a page', async ({ request }) => {
  const headers = { 'x-page-prepared': '1', 'x-page-path': '//evil.example' }
  const visitor = await request.get('/o/acme', { headers, maxRedirects: 0 })
  expect(visitor.headers().location).toMatch(/\/sign-in\?callbackUrl=%2Fo%2Facme$/)
  await signInByRequest(request, 'jane@example.com')
  for (const path of ['/sign-in', '/o/acme', '/no/such/page']) {
    const policy = (await request.get(path, { headers, maxRedirects: 0 })).headers()['content-security-policy']
    expect(policy, path).toMatch(/script-src 'self' 'nonce-/)
  }
})

test('what goes past the framework’s router is answered as the framework does', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const { access_token: token } = (await (
    await request.post('/api/token', { headers: { origin: baseURL! }, data: { organization: 'acme' } })
  ).json()) as { access_token: string }
  const bearer = { authorization: `Bearer ${token}` }
  const calls: [string, Record<string, string>?][] = [
    ['/api/v1/me'],
    ['/api/v1/me', bearer],
    ['/api/v1/me', { authorization: 'Bearer x' }],
    ['/api/v1/members?limit=2', bearer],
    ['/api/v1/members/user_00000000000000000000000000', bearer],
    ['/api/v1/members?limit=x'],
    ['/api/organizations'],
    ['/api/health'],
    ['/o/acme/settings'],
    ['/o/acme/members?query=nobody'],
    ['/o/acme/members/user_00000000000000000000000000'],
    ['/o/globex/members'],
    ['/organizations'],
  ]
  const ask = async (path: string, sent: Record<string, string> = {}) => {
    const response = await request.get(path, { headers: { 'accept-encoding': 'gzip', ...sent } })
    const nonce = /'nonce-([^']+)'/.exec(response.headers()['content-security-policy'] ?? '')?.[1]
    // Different each time.
    const varying = new RegExp(
      `${nonce ?? '^$'}|[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}|\\d\\d:\\d\\d:\\d\\d\\S*`,
      'g',
    )
    const headers = response
      .headersArray()
      .map(({ name, value }) => `${name.toLowerCase()}: ${value.replace(varying, '…')}`)
    return {
      status: response.status(),
      // The framework says of the API, too, that an answer depends on how its script asks.
      headers: headers.filter((line) => !line.startsWith('vary: rsc')).sort(),
      // Without the scripts, whose order depends on what was ready first.
      body: (await response.text()).replace(/<script.*?<\/script>/gs, '').replace(varying, '…'),
    }
  }
  // The server in front of the framework leaves a request with such a header to it.
  for (const [path, headers] of calls)
    expect(await ask(path, headers), path).toEqual(await ask(path, { ...headers, 'x-now-through': 'the framework' }))
})

test('A166 the session cookie is HttpOnly, Lax and bound to its path', async ({ request, context, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const { cookies } = await request.storageState()
  const session = cookies.find(({ name }) => name === 'session')!
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: new URL(baseURL!).hostname })
  expect(session.value.length).toBeLessThan(4096)
  await context.close()
})

test('A049 A050 a client cannot write claims into its session', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const before = await (await request.get('/api/auth/session')).json()
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const data = {
    email: 'gina@example.com',
    sub: 'user_x',
    sid: 'sess_x',
    org_id: 'org_x',
    org_role: 'owner',
    __proto__: {},
  }
  await request.post('/api/auth/session', { headers: { origin: baseURL! }, data: { csrfToken, data } })
  const after = await (await request.get('/api/auth/session')).json()
  expect(after.user).toEqual(before.user)
  expect(after.active_organization).toEqual(before.active_organization)
})

test('A160 A168 signing in or out from another site has no effect', async ({ request }) => {
  await signInByRequest(request, 'jane@example.com')
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const headers = { origin: 'https://evil.example' }
  expect((await request.post('/api/auth/signout', { headers, form: { csrfToken } })).status()).toBe(403)
  await request.get('/api/auth/signout')
  expect((await (await request.get('/api/auth/session')).json()).user.email).toBe('jane@example.com')
})

/** The form that invites to Acme, as a browser without JavaScript sends it. Out: its fields, for a new address. */
async function invitationForm(request: APIRequestContext, prefix: string): Promise<Record<string, string>> {
  const html = await (await request.get('/o/acme/invitations/new')).text()
  const fields = [...html.matchAll(/<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g)]
  expect(fields.some(([, name]) => /^\$ACTION_(KEY$|ID_|REF_)/.test(name!))).toBe(true)
  const action = fields.map(([, name, value]) => [name!, (value ?? '').replaceAll('&quot;', '"')])
  const email = `${unique(prefix)}@example.com`
  return { organization: 'acme', email, role: 'viewer', ...Object.fromEntries(action) }
}

test('A176 a server action from another origin does nothing', async ({ request, baseURL, newestMail }) => {
  await signInByRequest(request, 'jane@example.com')
  const form = await invitationForm(request, 'forged')
  for (const origin of [undefined, 'https://evil.example', 'null']) {
    const headers: Record<string, string> = origin ? { origin, 'x-forwarded-host': 'evil.example' } : {}
    const refused = await request.post('/o/acme/invitations/new', { headers, multipart: form, maxRedirects: 0 })
    expect(refused.status(), origin).toBe(403)
  }
  expect(await newestMail(form.email!)).toBeUndefined()
  await request.post('/o/acme/invitations/new', { headers: { origin: baseURL! }, multipart: form, maxRedirects: 0 })
  expect((await newestMail(form.email!)).subject).toContain('Acme Corp')
})

test('a form passes a proxy that changes the host', async ({ request, baseURL, newestMail }) => {
  await signInByRequest(request, 'jane@example.com')
  const form = await invitationForm(request, 'proxied')
  const { hostname, port } = new URL(baseURL!)
  const host = `${hostname === 'localhost' ? '127.0.0.1' : 'localhost'}:${port}`
  const headers = { origin: baseURL!, host }
  const sent = await request.post('/o/acme/invitations/new', { headers, multipart: form, maxRedirects: 0 })
  expect(sent.status()).toBe(303)
  expect((await newestMail(form.email!)).subject).toContain('Acme Corp')
})

test('a body that arrives in pieces is limited like any other', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const issued = await request.post('/api/token', { headers: { origin: baseURL! }, data: { organization: 'acme' } })
  const { access_token } = await issued.json()
  const beginning = JSON.stringify({ name: 'Acme Corp' })
  const send = (rest: number) =>
    fetch(`${baseURL}/api/v1/organization`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: new Blob([beginning, ' '.repeat(rest), '}']).stream(),
      duplex: 'half',
    } as RequestInit)
  expect((await send(10)).status).toBe(400)
  for (const rest of [66_000, 100_000, 3_000_000]) expect((await send(rest)).status, `${rest}`).toBe(413)
})

test('a form that is too large is refused, also where no page is', async ({ request }) => {
  for (const path of ['/sign-in', '/nope', '/_next/image/x', '/_next/static']) {
    const answer = await request.post(path, { multipart: { text: 'x'.repeat(80_000) } })
    expect(answer.status(), path).toBe(413)
  }
})

test('A204 A260 the sign-in endpoint of next-auth has the same limits as the form', async ({ request }) => {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const large = await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, password: 'x'.repeat(70_000) },
  })
  expect(large.status()).toBe(413)
  const form = { csrfToken, email: 'nobody@example.com', password: 'wrong', json: 'true' }
  expect((await request.post('/api/auth/callback/credentials', { form })).status()).toBe(401)
})

test('A262 an unknown method is answered with 405 and the methods that are taken', async ({ baseURL }) => {
  const { host, port } = new URL(baseURL!)
  const ask = (method: string, path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), '127.0.0.1', () =>
        socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      )
      let answer = ''
      socket.on('data', (data) => (answer += String(data)))
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
    })
  for (const method of ['TRACE', 'PROPFIND', 'FOO'])
    for (const path of ['/', '/o/acme', '/api/v1/me', '/api/health', '/api/auth/session', '/.well-known/jwks.json']) {
      const answer = await ask(method, path)
      expect(answer, `${method} ${path}`).toMatch(/^HTTP\/1\.1 405 /)
      expect(answer, `${method} ${path}`).toMatch(/\r\nallow: .*GET/i)
    }
})

test('A278 a WebSocket upgrade request is closed', async ({ baseURL }) => {
  const { port } = new URL(baseURL!)
  // A connection that stays open fails the test at its time limit.
  await new Promise<void>((resolve) => {
    const socket = net.connect(Number(port), '127.0.0.1', () =>
      socket.write('GET /o/acme HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    )
    // Reads whatever it answers: a socket that is not read does not notice its end.
    socket.resume()
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })
})

test('G1 hostile input is refused without a server error', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const headers = { origin: baseURL! }
  const paths = [
    '/sign-in?notice=constructor',
    '/sign-in?error=__proto__',
    '/o/%',
    '/api/%',
    '/o/%ff',
    '/dev/mail?to=%00',
  ]
  paths.push(
    '/api/v1/roles/%00',
    '/o/acme/members?query=%00',
    '/api/auth/error?error=%00',
    '/api/auth/callback/credentials',
  )
  for (const path of paths)
    expect((await request.get(path, { headers, maxRedirects: 0 })).status(), path).toBeLessThan(500)
  const organization = '\u0000'
  expect((await request.post('/api/token', { headers, data: { organization } })).status()).toBeLessThan(500)
  expect((await request.put('/api/session/organization', { headers, data: { organization } })).status()).toBeLessThan(
    500,
  )
  const cookie = `next-auth.callback-url=%00; ${(await request.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')}`
  expect((await request.get('/api/auth/session', { headers: { cookie } })).status()).toBe(200)
  const json = { ...headers, 'content-type': 'application/json' }
  expect((await request.post('/api/auth/signout', { headers: json, data: Buffer.from('{') })).status()).toBe(400)
  expect((await request.post('/api/auth/_log', { headers, data: { code: 'x' } })).status()).toBe(404)
  for (const action of ['verify-request', 'unknown']) {
    const unknown = await request.get(`/api/auth/${action}`)
    expect(unknown.status(), action).toBe(404)
    expect(await unknown.json(), action).toMatchObject({ code: 'not_found' })
  }
  for (const error of ['%E2%82%AC', '%E0%A4%A', 'a%26callbackUrl%3D%2Fo%2Facme'])
    expect((await request.get(`/api/auth/error?error=${error}`)).status(), error).toBe(400)
  for (const address of ['-1', 'javascript:alert(1)', '%24%7Bx%7D'])
    expect((await request.get(`/api/auth/csrf?callbackUrl=${address}`)).status(), address).toBe(400)
  expect((await request.get('/api/auth/csrf?callbackUrl=%2Fo%2Facme')).status()).toBe(200)
  expect((await request.get('/favicon.ico', { headers: { range: 'bytes=-' } })).status()).toBe(200)
})

test('G1 a form whose fields cannot be read is refused without a server error', async ({ request, baseURL }) => {
  await signInByRequest(request, 'jane@example.com')
  const path = '/o/acme/members'
  const [, id] = /\{&quot;id&quot;:&quot;([\da-f]{42})&quot;/.exec(await (await request.get(path)).text())!
  const form = (fields: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return { multipart: body }
  }
  const bound = (text: string) => {
    const described = JSON.stringify({ id, bound: '$@1' })
    return form({ $ACTION_REF_1: '', '$ACTION_1:0': described, '$ACTION_1:1': text })
  }
  const scripted = { 'next-action': id!, accept: 'text/x-component' }
  const text = (data: string) => ({ data, headers: { ...scripted, 'content-type': 'text/plain;charset=UTF-8' } })
  for (const sent of [
    bound('["$9:x:y"]'),
    bound('['),
    form({ $ACTION_REF_1: '' }),
    { ...form({ 0: '[' }), headers: scripted },
    { ...form({ 0: '"$@0"' }), headers: scripted },
    { ...form({ 0: '["$1:__proto__:then"]', 1: '{}' }), headers: scripted },
    { ...form({ x: '1' }), headers: scripted },
    text('['),
    text('["$1:__proto__:then"]'),
  ]) {
    const answer = await request.post(path, {
      ...sent,
      headers: { origin: baseURL!, ...('headers' in sent && sent.headers) },
    })
    expect(answer.status(), JSON.stringify(sent)).toBe(400)
  }
})

test('F18 A257 the demo answers no foreign host', async ({ request }) => {
  for (const path of ['/api/dev/mail', '/dev/mail', '/sign-in'])
    expect((await request.get(path, { headers: { host: 'evil.example' } })).status(), path).toBe(421)
})

test('A276 every redirect is uncacheable, those of the framework too', async ({ request }) => {
  const rsc = { rsc: '1' }
  const redirects: [path: string, headers: Record<string, string>][] = [
    ['/o/acme', {}],
    ['/o/acme', rsc],
    ['/sign-in', rsc],
    ['/sign-in/', {}],
    ['/api/v1/me/', {}],
    ['/api/auth/signin', {}],
  ]
  const signedIn: typeof redirects = [
    ['/', {}],
    ['/o/acme/members', rsc],
    ['/o/acme/members', { ...rsc, 'next-router-prefetch': '1' }],
    ['/o/acme', { ...rsc, 'next-router-segment-prefetch': '/_tree' }],
    ['/o/acme/members?cursor=x', {}],
    ['/o/acme/members?cursor=', {}],
  ]
  const check = async (cases: typeof redirects) => {
    for (const [path, headers] of cases) {
      const answer = await request.get(path, { headers, maxRedirects: 0 })
      expect([302, 307, 308], path).toContain(answer.status())
      expect(answer.headers()['cache-control'], `${path} ${JSON.stringify(headers)}`).toMatch(/private.*no-store/)
    }
  }
  await check(redirects)
  await signInByRequest(request, 'jane@example.com')
  await check(signedIn)
})

test('F6 A265 an address with thousands of query parameters is refused everywhere', async ({ request }) => {
  const query = Array(3000).fill('a').join('&')
  for (const path of ['/sign-in', '/o/acme', '/api/v1/members', '/api/auth/session', '/favicon.ico']) {
    const refused = await request.get(`${path}?${query}`)
    expect([refused.status(), (await refused.json()).code], path).toEqual([414, 'address_too_long'])
  }
})

test('F8 signing in by API sets the device cookie, which signing out keeps', async ({ request }) => {
  await signInByRequest(request, 'jane@example.com')
  const deviceOf = async () => (await request.storageState()).cookies.find(({ name }) => name === 'device')
  const device = await deviceOf()
  expect(device).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  await request.post('/api/auth/signout', { form: { csrfToken } })
  expect((await deviceOf())?.value).toBe(device!.value)
})

test('A072 a link from another site opens an organization without making it the active one', async ({ request }) => {
  await signInByRequest(request, 'frida@example.com')
  const active = async () => (await (await request.get('/api/auth/session')).json()).active_organization?.slug
  await request.get('/o/acme', { headers: { 'sec-fetch-site': 'none' } })
  await request.get('/o/initech', { headers: { 'sec-fetch-site': 'cross-site' } })
  expect(await active()).toBe('acme')
  await request.get('/o/initech', { headers: { 'sec-fetch-site': 'same-origin' } })
  expect(await active()).toBe('initech')
})
