// Forged and altered tokens, by their numbers in docs/attacks.md. Those with a wrong header or claim are signed with the real
// key, so that only the header or the claim can be the reason for the refusal.
import { createHmac, createPublicKey } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { apiRequest, browserRequest, send, countStatements } from '@/lib/testing/fixtures'
import { encodePart, forge, forgeHeader, freshToken, me } from '@/lib/testing/tokens'
import { keyring } from './keys'

/** Counts, until the test ends, the work that an unverified token must not cause. */
function watchWork() {
  const { statements } = countStatements()
  const spies = [vi.spyOn(crypto.subtle, 'verify'), vi.spyOn(globalThis, 'DecompressionStream')] as const
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()))
  const [signatures, unpacked] = spies
  return {
    asked: () => ({ signatures: signatures.mock.calls.length, unpacked: unpacked.mock.calls.length, statements }),
  }
}

describe('refused tokens', () => {
  it.each(['none', 'None', 'NONE', 'nOnE'])('A116 with alg %s', async (alg) => {
    const { payload, signature } = await freshToken()
    const header = encodePart({ alg, typ: 'at+jwt' })
    expect((await me(`Bearer ${header}.${payload}.`)).status).toBe(401)
    expect((await me(`Bearer ${header}.${payload}.${signature}`)).status).toBe(401)
  })

  it('A117 with HS256 and our public key as the secret', async () => {
    const { payload } = await freshToken()
    const { jwks, signing } = await keyring()
    const [jwk] = jwks.keys
    const pem = await exportSPKI((await importJWK(jwk!, 'ES256', { extractable: true })) as CryptoKey)
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' })
    for (const secret of [pem, pem.trim(), der, der.toString('base64'), JSON.stringify(jwk), jwk!.x!]) {
      const signed = `${encodePart({ alg: 'HS256', typ: 'at+jwt', kid: signing.kid })}.${payload}`
      const signature = createHmac('sha256', secret).update(signed).digest('base64url')
      expect((await me(`Bearer ${signed}.${signature}`)).status).toBe(401)
    }
  })

  it('A118 A128 signed with another key or algorithm, or with a key in the token', async () => {
    const { claims } = await freshToken()
    const { signing } = await keyring()
    const own = await generateKeyPair('ES256', { extractable: true })
    const larger = await generateKeyPair('ES384')
    const edwards = await generateKeyPair('EdDSA')
    const jwk = await exportJWK(own.publicKey)
    const sign = (alg: string, key: CryptoKey, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, typ: 'at+jwt', kid: signing.kid, ...header }).sign(key)
    for (const token of [
      await sign('ES256', own.privateKey),
      await sign('ES256', own.privateKey, { kid: 'unknown' }),
      await sign('ES256', own.privateKey, { jwk }),
      await sign('ES256', own.privateKey, { jku: 'http://127.0.0.1:1/keys' }),
      await sign('ES384', larger.privateKey),
      await sign('EdDSA', edwards.privateKey),
    ])
      expect((await me(`Bearer ${token}`)).status).toBe(401)
  })

  it('a correctly forged token is accepted, or the next tests would show nothing', async () => {
    expect((await me(`Bearer ${await forgeHeader({})}`)).status).toBe(200)
    expect((await me(`Bearer ${await forge({})}`)).status).toBe(200)
  })

  it.each([
    ...['', undefined, null, 7, '../../x', "' or 1=1--", '__proto__', 'constructor', ['a'], { a: 1 }],
    ...['unknown', 'k'.repeat(4_096), 'k'.repeat(65_536)],
  ])('A121 with the kid %j', async (kid) => {
    expect((await me(`Bearer ${await forgeHeader({ kid })}`)).status).toBe(401)
  })

  it('A121 with the right kid in a list, or twice', async () => {
    const { signing } = await keyring()
    expect((await me(`Bearer ${await forgeHeader({ kid: [signing.kid] })}`)).status).toBe(401)
    const twice = `{"alg":"ES256","typ":"at+jwt","kid":"${signing.kid}","kid":"../../x"}`
    expect((await me(`Bearer ${await forgeHeader(twice)}`)).status).toBe(401)
  })

  it.each([['JWT'], ['id+jwt'], [undefined], ['at+jwt; x']])('A133 of type %j', async (typ) => {
    expect((await me(`Bearer ${await forge({ header: { typ } })}`)).status).toBe(401)
  })

  it('A133 except for the long form of the correct type', async () => {
    expect((await me(`Bearer ${await forge({ header: { typ: 'application/at+jwt' } })}`)).status).toBe(200)
  })

  it.each([
    ['A129', { exp: 1 }],
    ['A129', { exp: '9999999999' }],
    ['A129', { exp: 1.5 }],
    ['A129', { exp: -1 }],
    ['A129', { exp: null }],
    ['A130', { nbf: 9_999_999_999 }],
    ['A130', { iat: Math.floor(Date.now() / 1000) + 600, exp: Math.floor(Date.now() / 1000) + 900 }],
    ['A130', { iat: Math.floor(Date.now() / 1000) - 3600, exp: 9_999_999_999 }],
    ['A132', { aud: 'https://other.example' }],
    ['A132', { aud: ['http://localhost:3000', 'https://other.example'] }],
    ['A132', { aud: ['http://localhost:3000'] }],
    ['A132', { aud: [] }],
    ['A132', { aud: '' }],
    ['issuer', { iss: 'http://localhost:3000/' }],
    ['issuer', { iss: 'https://evil.example' }],
    ['shape', { org_permissions: 'org:manage' }],
    ['shape', { sub: 7 }],
    ['shape', { org_id: { id: 'org_1' } }],
  ])('%s with %j', async (_id, claims) => {
    expect((await me(`Bearer ${await forge({ claims })}`)).status).toBe(401)
  })

  it.each([
    'iss',
    'aud',
    'sub',
    'email',
    'org_id',
    'org_role',
    'org_permissions',
    'jti',
    'sid',
    'iat',
    'exp',
    'client_id',
  ])('A136 without %s', async (drop) => expect((await me(`Bearer ${await forge({ drop })}`)).status).toBe(401))

  it.each([
    { crit: ['x'], x: 1 },
    { crit: [] },
    { crit: ['b64'], b64: false },
    { b64: false },
    { b64: true },
    { zip: 'DEF', crit: ['zip'] },
    { zip: 'DEF' },
    { cty: 'JWT' },
  ])('A122 with the header %j, correctly signed', async (extra) => {
    expect((await me(`Bearer ${await forgeHeader(extra)}`)).status).toBe(401)
  })

  it.each([{ jku: 'data:,' }, { x5u: 'file:///etc/passwd' }, { jwk: { kty: 'EC' } }, { x5c: ['MIIB'] }])(
    'A120 with a key or its address in the header, %j, well signed, and fetches nothing',
    async (extra) => {
      const fetched = vi.spyOn(globalThis, 'fetch')
      expect((await me(`Bearer ${await forgeHeader(extra)}`)).status).toBe(401)
      expect(fetched).not.toHaveBeenCalled()
      fetched.mockRestore()
    },
  )

  it('A138 as a session cookie, and a session cookie as a token', async () => {
    const { token, session } = await freshToken()
    const asCookie = apiRequest('GET', '/api/v1/me', undefined, { cookie: `${sessionCookie().name}=${token}` })
    expect((await send(meRoute, asCookie)).status).toBe(401)
    const cookie = (await browserRequest(session, 'GET', '/')).headers
      .get('cookie')!
      .replace(`${sessionCookie().name}=`, '')
    expect((await me(`Bearer ${cookie}`)).status).toBe(401)
  })

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer %',
    'bearer x y',
    'Basic dTpw',
    'Bearer a, Bearer b',
    'Bearer %E0%A4%A',
    'Bearer a.b',
    'Bearer a.b.c.d.e',
    'x',
    `Bearer ${'a'.repeat(8000)}`,
    `Bearer ${'a.'.repeat(4000)}`,
    'Bearer  two.spaces.here',
    'bearer a.b.c',
    'BEARER a.b.c',
    'Bearer a.b.c\u00e9',
    'Bearer a.b.c,Bearer a.b.c',
  ])('A125 A126 A141 with the header %j', async (authorization) => {
    const { status, body } = await me(authorization)
    expect([status, body.code]).toEqual([401, 'invalid_token'])
  })

  it.each([8, 64, 1024, 5 * 1024])('A126 of %i KiB, before a key or the database is asked', async (kib) => {
    const { header, payload } = await freshToken()
    const { asked } = watchWork()
    for (const token of [`${header}.${payload}.${'A'.repeat(kib * 1024)}`, 'A.'.repeat(kib * 512)])
      expect((await me(`Bearer ${token}`)).status).toBe(401)
    expect(asked()).toEqual({ signatures: 0, unpacked: 0, statements: [] })
  })

  it('A125 encrypted, as JSON, or with too few or too many parts, before anything is decompressed', async () => {
    const { header, payload, signature, token } = await freshToken()
    // Eight megabytes of zeros, compressed: a server that decompresses before checking is busy for long.
    const bomb = deflateRawSync(Buffer.alloc(8 << 20)).toString('base64url')
    const encrypted = (zip: object) => encodePart({ alg: 'dir', enc: 'A256GCM', typ: 'at+jwt', ...zip })
    const texts = [
      `${encrypted({})}.a.b.${payload}.${signature}`,
      `${encrypted({ zip: 'DEF' })}..AAAA.${bomb.slice(0, 7_900)}.AAAA`,
      `${encrypted({ zip: 'DEF' })}..AAAA.${bomb}.AAAA`,
      await forgeHeader({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }),
      JSON.stringify({ protected: header, payload, signature }),
      `${header}.${payload}`,
      `${token}.${signature}`,
    ]
    const { asked } = watchWork()
    for (const text of texts) expect((await me(`Bearer ${text}`)).status).toBe(401)
    expect(asked()).toEqual({ signatures: 0, unpacked: 0, statements: [] })
  })

  it('A142 in the query', async () => {
    const { token } = await freshToken()
    expect((await send(meRoute, apiRequest('GET', `/api/v1/me?access_token=${token}`))).status).toBe(401)
  })
})
