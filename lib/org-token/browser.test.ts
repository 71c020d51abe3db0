import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeOrgFetch, orgFetch, renewTokens } from './browser'

beforeAll(() => vi.stubGlobal('location', new URL('https://app.example/o/acme')))
afterAll(() => void vi.unstubAllGlobals())

/** A server that issues tok1, tok2, … and accepts those in `good`. */
function backend({ good = () => true as boolean } = {}) {
  const calls: { url: string; authorization: string | null; organization: string | null }[] = []
  let issued = 0
  const fetch = vi.fn(async (input: string | URL | Request, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const url = String(input)
    if (url === '/api/token') {
      await Promise.resolve()
      return Response.json({ access_token: `tok${++issued}`, expires_in: 300 })
    }
    const authorization = headers.get('authorization')
    calls.push({ url, authorization, organization: headers.get('x-organization') })
    return new Response(null, { status: good.call(authorization) ? 200 : 401 })
  })
  return { fetch: fetch as unknown as typeof globalThis.fetch, calls, issued: () => issued }
}

describe('orgFetch', () => {
  it('fetches one token for simultaneous calls, and names the organization', async () => {
    const { fetch, calls, issued } = backend()
    const call = makeOrgFetch('acme', { fetch })
    await Promise.all(Array.from({ length: 5 }, () => call('/api/v1/me')))
    expect(issued()).toBe(1)
    expect(new Set(calls.map((one) => JSON.stringify(one)))).toEqual(
      new Set([
        JSON.stringify({ url: 'https://app.example/api/v1/me', authorization: 'Bearer tok1', organization: 'acme' }),
      ]),
    )
  })

  it('renews a token before it expires', async () => {
    let nowMs = 0
    const { fetch, calls } = backend()
    const call = makeOrgFetch('acme', { fetch, now: () => nowMs })
    for (nowMs of [0, 239_000, 241_000]) await call('/x')
    expect(calls.map(({ authorization }) => authorization)).toEqual(['Bearer tok1', 'Bearer tok1', 'Bearer tok2'])
  })

  it('replaces a refused token once, with one new token for all calls', async () => {
    const { fetch, calls, issued } = backend({
      good: function (this: unknown) {
        return this === 'Bearer tok2'
      } as () => boolean,
    })
    const call = makeOrgFetch('acme', { fetch })
    const answers = await Promise.all([call('/a'), call('/b'), call('/c')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect([issued(), calls.length]).toEqual([2, 6])
  })

  it('replaces the token when the membership status has changed, also one that is being fetched', async () => {
    const { fetch, calls } = backend()
    const call = makeOrgFetch('acme', { fetch })
    const waiting = call('/early')
    call.renew()
    await Promise.all([waiting, call('/a'), call('/b')])
    await call('/c')
    call.renew()
    await call('/d')
    expect(Object.fromEntries(calls.map(({ url, authorization }) => [url.at(-1), authorization]))).toEqual({
      y: 'Bearer tok1',
      a: 'Bearer tok2',
      b: 'Bearer tok2',
      c: 'Bearer tok2',
      d: 'Bearer tok3',
    })
  })

  it('renews tokens under every name of the organization, and no other organization’s', async () => {
    const { fetch, calls } = backend()
    vi.stubGlobal('fetch', fetch)
    const names = ['org_1', 'globex', 'initech']
    for (const name of names) await orgFetch(name)('/x')
    renewTokens('org_1', 'globex', 'unheard-of')
    for (const name of names) await orgFetch(name)('/x')
    expect(calls.map(({ authorization }) => authorization)).toEqual(
      ['tok1', 'tok2', 'tok3', 'tok4', 'tok5', 'tok3'].map((token) => `Bearer ${token}`),
    )
  })

  it('gives up after one replacement', async () => {
    const { fetch, issued } = backend({ good: () => false })
    expect((await makeOrgFetch('acme', { fetch })('/a')).status).toBe(401)
    expect(issued()).toBe(2)
  })

  it('returns a refused token request unchanged, and asks again next time', async () => {
    const fetch = vi.fn(async () => new Response('{}', { status: 404 })) as unknown as typeof globalThis.fetch
    const call = makeOrgFetch('gone', { fetch })
    expect((await call('/a')).status).toBe(404)
    expect((await call('/a')).status).toBe(404)
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('A137 refuses to send the token to an origin that it is not for', async () => {
    const { fetch, calls } = backend()
    const call = makeOrgFetch('acme', { fetch, origins: ['https://api.example'] })
    await call('https://api.example/x')
    expect(calls[0]).toMatchObject({ authorization: 'Bearer tok1', organization: null })
    await expect(call('https://evil.example/x')).rejects.toThrow('not for https://evil.example')
    await expect(call('//evil.example/x')).rejects.toThrow('not for')
  })
})
