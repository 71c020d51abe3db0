// The token endpoint: client_credentials of API keys, and the form that every grant uses.
import { describe, expect, it, vi } from 'vitest'
import { POST as tokenRoute, GET as tokenByGet, OPTIONS as tokenOptions } from '@/app/api/oauth/token/route'
import { POST as introspectRoute } from '@/app/api/oauth/introspect/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { GET as membersRoute } from '@/app/api/v1/members/route'
import { hashSecret } from '@/lib/auth/hash-secret'
import { sealSession, sessionCookie } from '@/lib/auth/session-cookie'
import { getEnv } from '@/lib/env'
import { permissions } from '@/lib/permissions/catalogue'
import { builtInRoles } from '@/lib/permissions/roles'
import { log } from '@/lib/log'
import { verifyToken } from '@/lib/org-token/verify'
import { consume, limitOf } from '@/lib/requests/rate-limits'
import { apiRequest, asOwner, countStatements, createMember, send } from '@/lib/testing/fixtures'
import { basic, createKey, fromAddress, inForm, postForm } from '@/lib/testing/oauth'

const clientCredentials = { grant_type: 'client_credentials' }

const me = (token: string) =>
  send(meRoute, apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` }))

const refusal = (status: number, error: string) => ({ status, body: { error, error_description: expect.any(String) } })

describe('client_credentials', () => {
  it('gives a key a token of its organization, by form or by Basic authentication', async () => {
    const { ctx, org } = await createMember('admin')
    const key = await createKey(ctx, { permissions: ['org:members:read', 'org:read'] })
    for (const [fields, headers] of [
      [{ ...clientCredentials, ...inForm(key) }, {}],
      [clientCredentials, basic(key)],
      [{ ...clientCredentials, client_id: key.id }, basic(key)],
    ] as const) {
      const answer = await postForm(tokenRoute, fields, headers)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(answer.body).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: getEnv().ORG_TOKEN_TTL_SECONDS,
        scope: 'org:read org:members:read',
        organization: { ...org, role: 'api_key', permissions: ['org:read', 'org:members:read'] },
      })
      const claims = await verifyToken(answer.body.access_token)
      expect(claims).toMatchObject({ sub: key.id, client_id: key.id, org_id: org.id, org_role: 'api_key' })
      expect(claims.sid).toBeUndefined()
      expect((await me(answer.body.access_token)).body).toMatchObject({ sub: key.id, org_id: org.id })
    }
  })

  it('records when and from where a key was used', async () => {
    const { ctx, org } = await createMember('admin')
    const key = await createKey(ctx)
    const used = () => asOwner('select last_used_at, last_used_ip from api_keys where organization_id = $1', [org.id])
    expect(await used()).toEqual([{ last_used_at: null, last_used_ip: null }])
    for (const address of ['198.51.100.4', '2001:db8::7']) {
      await postForm(tokenRoute, { ...clientCredentials, ...inForm(key) }, fromAddress(address))
      expect(await used()).toEqual([{ last_used_at: expect.any(Date), last_used_ip: address }])
    }
  })

  it('limits the token to the requested scope, everywhere, and refuses what the key does not have', async () => {
    const { ctx } = await createMember('admin')
    const key = await createKey(ctx, { role: 'member' })
    const ask = (scope: string) => postForm(tokenRoute, { ...clientCredentials, ...inForm(key), scope })
    // In the order of the catalogue.
    const all = permissions.filter((permission) => builtInRoles.member.includes(permission))
    expect((await postForm(tokenRoute, { ...clientCredentials, ...inForm(key) })).body.scope).toBe(all.join(' '))
    const { body } = await ask('org:read')
    expect([body.scope, body.organization.permissions]).toEqual(['org:read', ['org:read']])
    const token: string = body.access_token
    expect((await verifyToken(token)).org_permissions).toEqual(['org:read'])
    expect((await me(token)).body.org_permissions).toEqual(['org:read'])
    const listed = await send(
      membersRoute,
      apiRequest('GET', '/api/v1/members', undefined, { authorization: `Bearer ${token}` }),
    )
    expect([listed.status, listed.body.code]).toEqual([403, 'insufficient_permissions'])
    const seen = await postForm(introspectRoute, { token }, basic(key))
    expect(seen.body).toMatchObject({ active: true, scope: 'org:read' })
    for (const scope of ['org:delete', 'org:members:read org:manage', 'openid', 'org:read  org:read'])
      expect(await ask(scope)).toMatchObject(refusal(400, 'invalid_scope'))
  })

  it('refuses unknown, wrong, mistyped, expired and revoked keys alike', async () => {
    const [a, b] = await Promise.all([createMember('admin'), createMember('admin')])
    const [key, other, expired, revoked] = [
      await createKey(a.ctx),
      await createKey(b.ctx),
      await createKey(a.ctx),
      await createKey(a.ctx),
    ]
    await asOwner(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [expired.id])
    await asOwner(`update api_keys set revoked_at = now() where id = $1`, [revoked.id])
    const unknown = key.id.replace(/.{6}$/, 'zzzzzz')
    const answers = []
    for (const shown of [
      { ...key, id: unknown },
      { ...key, secret: other.secret },
      { ...key, id: other.id },
      { ...key, secret: `${key.secret.slice(0, -1)}!` },
      { id: 'key_\u0000', secret: key.secret },
      { id: "' or 1=1--", secret: key.secret },
      { id: key.id, secret: hashSecret(key.secret) },
      expired,
      revoked,
    ]) {
      const answer = await postForm(tokenRoute, { ...clientCredentials, ...inForm(shown) })
      expect(answer).toMatchObject(refusal(401, 'invalid_client'))
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
      answers.push(answer.text)
    }
    expect(new Set(answers).size).toBe(1)
  })

  it('does the same work for an existing and an unknown key, and none for a malformed secret', async () => {
    const { ctx } = await createMember('admin')
    const [key, other] = [await createKey(ctx), await createKey(ctx)]
    const statementsFor = async (shown: typeof key) => {
      const counted = countStatements()
      const before = counted.statements.length
      await postForm(tokenRoute, { ...clientCredentials, ...inForm(shown) })
      // Every refusal is counted, and so are rate limits.
      return counted.statements.slice(before).filter((text) => !/rate_limits|^select from set_config/.test(text))
    }
    const wrongSecret = await statementsFor({ id: key.id, secret: other.secret })
    const unknownKey = await statementsFor({ id: key.id.replace(/.{6}$/, 'zzzzzz'), secret: other.secret })
    expect(wrongSecret).toEqual(unknownKey)
    expect(wrongSecret[0]).toContain('issue_key_token')
    const mistyped = key.secret.slice(0, -1) + (key.secret.endsWith('0') ? '1' : '0')
    expect(await statementsFor({ id: key.id, secret: mistyped })).toEqual([])
  })

  it('refuses a request with two authentication methods or none', async () => {
    const { ctx } = await createMember('admin')
    const [key, other] = [await createKey(ctx), await createKey(ctx)]
    const both = await postForm(tokenRoute, { ...clientCredentials, ...inForm(key) }, basic(key))
    expect(both).toMatchObject(refusal(400, 'invalid_request'))
    const two = await postForm(tokenRoute, { ...clientCredentials, client_id: other.id }, basic(key))
    expect(two).toMatchObject(refusal(400, 'invalid_request'))
    const parts: Record<string, string>[] = [
      {},
      { client_id: key.id },
      { client_secret: key.secret },
      { client_id: key.id, client_secret: '' },
    ]
    for (const fields of parts)
      expect(await postForm(tokenRoute, { ...clientCredentials, ...fields })).toMatchObject(
        refusal(401, 'invalid_client'),
      )
  })

  it.each([
    'Basic',
    'Basic ',
    'Basic %',
    'Basic Og==',
    'Basic a2V5',
    'Bearer x',
    'Basic a b',
    'Basic JTo=',
    'Basic JUUwOiVFMA==',
  ])('A141 answers Authorization: %s with 401', async (authorization) => {
    expect(await postForm(tokenRoute, clientCredentials, { authorization })).toMatchObject(
      refusal(401, 'invalid_client'),
    )
  })

  it('limits failed attempts of a client in a network, with the time to wait', async () => {
    const { ctx } = await createMember('admin')
    const [key, other] = [await createKey(ctx), await createKey(ctx)]
    const guess = () => postForm(tokenRoute, { ...clientCredentials, ...inForm({ id: key.id, secret: other.secret }) })
    let answer = await guess()
    for (let i = 0; i < 200 && answer.status === 401; i++) answer = await guess()
    expect(answer).toMatchObject(refusal(429, 'rate_limited'))
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await postForm(tokenRoute, { ...clientCredentials, ...inForm(other) })).status).toBe(200)
  })

  it('accepts a correct secret in a network that is limited for failures', async () => {
    const { ctx } = await createMember('admin')
    const key = await createKey(ctx)
    const here = fromAddress('192.0.2.77')
    const junk = (i: number) =>
      postForm(tokenRoute, { ...clientCredentials, client_id: `junk${i}`, client_secret: 'x' }, here)
    let answer = await junk(0)
    for (let i = 1; i < 2000 && answer.status === 401; i++) answer = await junk(i)
    expect(answer).toMatchObject(refusal(429, 'rate_limited'))
    const guess = await postForm(tokenRoute, { ...clientCredentials, ...inForm({ ...key, secret: 'x' }) }, here)
    expect(guess).toMatchObject(refusal(429, 'rate_limited'))
    expect((await postForm(tokenRoute, { ...clientCredentials, ...inForm(key) }, here)).status).toBe(200)
  })

  it('has a separate limit for each key', async () => {
    const { ctx } = await createMember('admin')
    const [key, other] = [await createKey(ctx), await createKey(ctx)]
    await consume('tokens_by_api_key', key.id, limitOf('tokens_by_api_key') - 1)
    const ask = (one: typeof key) => postForm(tokenRoute, { ...clientCredentials, ...inForm(one) })
    expect((await ask(key)).status).toBe(200)
    expect(await ask(key)).toMatchObject(refusal(429, 'rate_limited'))
    expect((await ask(other)).status).toBe(200)
  })
})

describe('the form of the token endpoint', () => {
  const grant = 'grant_type=client_credentials'
  const post = (body: string | Uint8Array<ArrayBuffer>, type: string | null) =>
    send(
      tokenRoute,
      new Request(new URL('/api/oauth/token', getEnv().APP_URL), {
        method: 'POST',
        body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
        headers: type === null ? {} : { 'content-type': type },
      }),
    )
  const form = 'application/x-www-form-urlencoded'

  it.each([
    ['JSON', '{"grant_type":"client_credentials"}', 'application/json'],
    ['plain text', grant, 'text/plain'],
    ['a body without a type', grant, null],
    ['a multipart body', grant, 'multipart/form-data; boundary=x'],
    ['another charset', grant, `${form}; charset=utf-16`],
    ['a parameter twice', `${grant}&${grant}`, form],
    ['a parameter twice, once empty', `${grant}&grant_type=`, form],
    ['an empty form', '', form],
    ['an empty grant_type', 'grant_type=', form],
  ])('refuses %s', async (_what, body, type) => {
    expect(await post(body, type)).toMatchObject(refusal(400, 'invalid_request'))
  })

  it('refuses invalid UTF-8 and more than 64 KiB', async () => {
    expect(await post(new Uint8Array([0x61, 0x3d, 0xff]), form)).toMatchObject(refusal(400, 'invalid_request'))
    expect(await post(`a=${'x'.repeat(65_536)}`, form)).toMatchObject(refusal(413, 'invalid_request'))
  })

  it('refuses other grants and other methods', async () => {
    for (const grant_type of ['password', 'authorization_code', '__proto__', 'constructor', 'CLIENT_CREDENTIALS'])
      expect(await postForm(tokenRoute, { grant_type })).toMatchObject(refusal(400, 'unsupported_grant_type'))
    const got = await send(tokenByGet, new Request(new URL('/api/oauth/token', getEnv().APP_URL)))
    expect(got).toMatchObject(refusal(405, 'invalid_request'))
    expect(got.headers.get('allow')).toBe('POST, OPTIONS')
    const preflight = await send(tokenOptions, apiRequest('OPTIONS', '/api/oauth/token'))
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('A142 ignores secrets in the URL and cookies', async () => {
    const { ctx, session } = await createMember('admin')
    const key = await createKey(ctx)
    const query = new URLSearchParams({ ...clientCredentials, ...inForm(key) })
    const inAddress = new Request(new URL(`/api/oauth/token?${query}`, getEnv().APP_URL), {
      method: 'POST',
      body: new URLSearchParams(clientCredentials),
    })
    expect(await send(tokenRoute, inAddress)).toMatchObject(refusal(401, 'invalid_client'))
    const cookie = `${sessionCookie().name}=${await sealSession(session)}`
    const headers = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect(await postForm(tokenRoute, clientCredentials, headers)).toMatchObject(refusal(401, 'invalid_client'))
  })

  it('A345 A346 keeps secrets and the details of a defect out of answer and log', async () => {
    const { ctx } = await createMember('admin')
    const key = await createKey(ctx)
    const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const { database } = await import('@/lib/db/client')
    vi.spyOn(database().tenant, 'query').mockRejectedValueOnce(new Error('relation "api_keys" is on fire') as never)
    const answer = await postForm(tokenRoute, { ...clientCredentials, ...inForm(key) })
    expect(answer).toMatchObject({ status: 500, body: { error: 'server_error' } })
    expect(answer.text).not.toContain('fire')
    expect(logged).toHaveBeenCalledOnce()
    expect(JSON.stringify(logged.mock.calls)).not.toContain(key.secret)
    vi.restoreAllMocks()
  })
})
