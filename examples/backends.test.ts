import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { makeKey, makeStatusList, makeToken } from './jws.mjs'
import { languages, startBackend, startVectors } from './testing'
import { makeClaims } from './vectors.mjs'

const listPath = '/.well-known/token-status/0'
const keysPath = '/.well-known/jwks.json'
const day = 24 * 60 * 60

/** Repeats a check until it passes. A backend asks the issuer again after one to five seconds; a busy machine takes longer. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 50_000, interval: 250 })

/** An issuer with one key and its own status list, and a backend that trusts it. */
async function startWorld(language: (typeof languages)[number]) {
  const { issuer } = await startVectors()
  onTestFinished(() => issuer.stop())
  const key = makeKey('key-1')
  const audience = 'https://api.example.com'
  const listUri = (n: number) => `${issuer.url}/.well-known/token-status/${n}`
  const publish = (keys: { jwk: unknown }[], list?: string) => {
    issuer.published = { [keysPath]: { keys: keys.map(({ jwk }) => jwk) }, [listPath]: list }
  }
  const revoke = (revoked: number[], options = {}) => publish([key], makeStatusList(key, listUri(0), revoked, options))
  revoke([])
  const url = await startBackend(language, { issuer: issuer.url, audience })
  const call = (token: string | undefined, { method = 'GET', body = undefined as unknown, path = '/notes' } = {}) =>
    send(url + path, method, body, token === undefined ? {} : { authorization: `Bearer ${token}` })
  const claims = (orgId?: string) => makeClaims({ issuer: issuer.url, audience }, listUri, orgId)
  const calls = () => [...issuer.counts.values()].reduce((sum, count) => sum + count, 0)
  return { issuer, url, key, listUri, publish, revoke, call, claims, calls, token: makeToken(key, claims().user()) }
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  // The server may close a kept connection after a pause, just when it is used again.
  const all = { connection: 'close', ...sent.headers, ...headers }
  const response = await fetch(url, { method, ...sent, headers: all })
  const said = response.headers.get('www-authenticate')
  return { status: response.status, said, body: (await response.json()) as Record<string, unknown> }
}

describe.each(languages)('the backend in $name', (language) => {
  const { missing } = language
  beforeAll(() => (missing ? undefined : language.build()), 300_000)

  it.skipIf(missing).concurrent('keeps the notes of each organization separate (A137)', async () => {
    const { call, key, claims, token } = await startWorld(language)
    const written = await call(token, { method: 'POST', body: { text: 'Hello', org_id: 'org_01j9globex' } })
    expect(written).toMatchObject({ status: 201, body: { id: 1, text: 'Hello', created_by: 'user_01j9jane' } })
    const apiKey = makeToken(key, claims().key())
    expect(await call(apiKey)).toMatchObject({ status: 200, body: { data: [{ text: 'Hello' }] } })
    const stranger = makeToken(key, claims('org_01j9globex').user())
    expect(await call(stranger)).toMatchObject({ status: 200, body: { data: [] } })
    expect((await call(token, { method: 'POST', body: { text: 7 } })).status).toBeGreaterThanOrEqual(400)
  })

  it.skipIf(missing).concurrent('names the missing permission or token (RFC 6750, A141, A142)', async () => {
    const { call, url, key, claims, token } = await startWorld(language)
    expect(await call(undefined)).toMatchObject({ status: 401, said: 'Bearer' })
    expect(await call(`${token}x`)).toMatchObject({
      status: 401,
      said: expect.stringMatching(/^Bearer error="invalid_token"/),
    })
    expect((await call(undefined, { path: '/notes?access_token=' + token })).status).not.toBe(200)
    const viewer = makeToken(key, claims().user({ org_permissions: ['org:read', 'org:members:read'] }))
    expect((await call(viewer)).status).toBe(200)
    expect(await call(viewer, { method: 'POST', body: { text: 'x' } })).toMatchObject({
      status: 403,
      said: expect.stringContaining('error="insufficient_scope"'),
      body: { permission: 'org:members:write' },
    })
    const nobody = makeToken(key, claims().user({ org_permissions: [] }))
    expect(await call(nobody)).toMatchObject({ status: 403, body: { permission: 'org:members:read' } })
    for (const authorization of [
      'Bearer',
      'Bearer %',
      'bearer x y',
      'Basic eDp5',
      `Bearer ${token}, ${token}`,
      'é%E0%A4%A',
    ])
      expect((await send(`${url}/notes`, 'GET', undefined, { authorization })).status, authorization).toBe(401)
  })

  it.skipIf(missing).concurrent('sends no call to the issuer for a request (zero calls)', async () => {
    const { issuer, call, calls, token, key, claims } = await startWorld(language)
    await call(token)
    expect(calls()).toBe(2)
    const others = Array.from({ length: 40 }, (_, n) => makeToken(key, claims(`org_${n}x`).user({ jti: `tok_${n}` })))
    const answers = await Promise.all([...others, token].map((one) => call(one)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    // The keys once, and the list, which is fetched again if this took longer than its fifteen seconds.
    expect(issuer.counts.get(keysPath)).toBe(1)
    expect(issuer.counts.get(listPath)).toBeLessThan(5)
    expect(calls()).toBe(1 + issuer.counts.get(listPath)!)
  })

  it.skipIf(missing).concurrent('refuses a revoked token when the list is stale (A145, A148)', async () => {
    const { call, token, revoke } = await startWorld(language)
    revoke([], { ttl: 1 })
    expect((await call(token)).status).toBe(200)
    revoke([7], { ttl: 1 })
    await eventually(async () =>
      expect(await call(token)).toMatchObject({ status: 401, said: expect.stringContaining('invalid_token') }),
    )
  })

  it.skipIf(missing).concurrent('counts the age of a list from its creation, not from its arrival', async () => {
    const { issuer, call, key, claims, publish, listUri, token } = await startWorld(language)
    const freshPath = new URL(listUri(1)).pathname
    const onFresh = makeToken(key, claims().user({ status: { status_list: { idx: 7, uri: listUri(1) } } }))
    const made = Math.floor(Date.now() / 1000) - 60
    const asked = (path: string) => issuer.counts.get(path) ?? 0
    // Both lists arrive together. If their age began then, the counts could differ by one at most.
    await eventually(async () => {
      publish([key], makeStatusList(key, listUri(0), [], { claims: { iat: made } }))
      issuer.published[freshPath] = makeStatusList(key, listUri(1), [])
      for (const one of [onFresh, token]) expect((await call(one)).status).toBe(200)
      expect(asked(listPath) - asked(freshPath)).toBeGreaterThan(1)
    })
  })

  it.skipIf(missing).concurrent('trusts a list until it expires when no newer one can be fetched', async () => {
    const { issuer, call, token, publish, revoke, key } = await startWorld(language)
    const iat = Math.floor(Date.now() / 1000) - 60
    revoke([], { ttl: 1, claims: { iat, exp: iat + day } })
    expect((await call(token)).status).toBe(200)
    publish([key])
    const before = issuer.counts.get(listPath)!
    await eventually(async () => {
      expect((await call(token)).status).toBe(200)
      expect(issuer.counts.get(listPath)).toBeGreaterThan(before)
    })
    expect((await call(token)).status).toBe(200)
  })

  it.skipIf(missing).concurrent('trusts no token once its list has expired and no other can be fetched', async () => {
    const { call, token, publish, revoke, key } = await startWorld(language)
    const exp = Math.floor(Date.now() / 1000) + 3
    revoke([], { ttl: 1, claims: { exp } })
    await call(token)
    publish([key])
    await eventually(async () => expect((await call(token)).status).toBe(503))
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(exp)
  })

  it.skipIf(missing).concurrent(
    'finds a new key, and fetches no keys for unknown key ids at will (A121, A154)',
    async () => {
      const { issuer, call, token, claims, key, publish } = await startWorld(language)
      expect((await call(token)).status).toBe(200)
      const next = makeKey('key-2')
      publish([next, key], issuer.published[listPath] as string)
      await eventually(async () => expect((await call(makeToken(next, claims().user()))).status).toBe(200))
      expect((await call(token)).status).toBe(200)
      const before = issuer.counts.get(keysPath)!
      const made = Array.from({ length: 20 }, (_, n) => makeToken(makeKey(`key-made-up-${n}`), claims().user()))
      const answers = await Promise.all(made.map((one) => call(one)))
      expect(answers.every(({ status }) => status === 401)).toBe(true)
      // At most once in five seconds, not once for each token.
      expect(issuer.counts.get(keysPath)! - before).toBeLessThan(made.length / 2)
    },
  )
})
