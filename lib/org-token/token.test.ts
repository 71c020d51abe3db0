import { createHmac } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { permissionsOf } from '@/lib/auth/permissions'
import {
  addMember,
  apiRequest,
  asOwner,
  bearerRequest,
  browserRequest,
  countStatements,
  createMember,
  createOrg,
  createUser,
  send,
} from '@/lib/testing'
import { decrypt, encrypt } from './key-encryption'
import { keyring } from './keys'

const me = (authorization: string) => send(meRoute, apiRequest('GET', '/api/v1/me', undefined, { authorization }))
const decodePart = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function freshToken(role: 'owner' | 'admin' | 'member' | 'viewer' = 'admin') {
  const member = await createMember(role)
  const answer = await send(
    tokenRoute,
    await browserRequest(member.session, 'POST', '/api/token', { organization: member.org.slug }),
  )
  expect(answer.status).toBe(200)
  const token = answer.body.access_token as string
  const [header, payload, signature] = token.split('.') as [string, string, string]
  return { ...member, answer, token, header, payload, signature, claims: decodePart(payload) }
}

/** A token signed with our own key, with some claims or headers bent. */
async function forge(bend: { claims?: Record<string, unknown>; header?: Record<string, unknown>; drop?: string }) {
  const { claims } = await freshToken()
  const { signing } = await keyring()
  const bent = { ...claims, ...bend.claims }
  if (bend.drop) delete bent[bend.drop]
  const header = { alg: 'ES256', typ: 'at+jwt', kid: signing.kid, ...bend.header }
  return new SignJWT(bent).setProtectedHeader(header).sign(signing.key)
}

describe('the organization token', () => {
  it('carries the claims of an admin exactly', async () => {
    const { claims, header, user, org, session, answer } = await freshToken('admin')
    const { signing } = await keyring()
    expect(decodePart(header)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid })
    expect(claims).toEqual({
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000',
      sub: user.id,
      email: user.email,
      org_id: org.id,
      org_slug: org.slug,
      org_role: 'admin',
      org_permissions: permissionsOf('admin'),
      sid: session.sessionId,
      client_id: 'web',
      jti: expect.stringMatching(/^tok_/),
      iat: claims.iat,
      exp: claims.iat + 300,
      status: {
        status_list: {
          idx: expect.any(Number),
          uri: expect.stringMatching(/^http:\/\/localhost:3000\/\.well-known\/token-status\/\d+$/),
        },
      },
    })
    expect(claims.org_permissions).toEqual(expect.arrayContaining(['org:manage', 'org:members:write']))
    expect(Math.abs(claims.iat - Date.now() / 1000)).toBeLessThan(5)
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      organization: { id: org.id, role: 'admin' },
    })
  })

  it('is issued with at most two statements, and answers /me with at most three', async () => {
    const { session, org, ctx } = await createMember('member')
    const request = await browserRequest(session, 'POST', '/api/token', { organization: org.id })
    await keyring()
    const issuing = countStatements()
    expect((await send(tokenRoute, request)).status).toBe(200)
    expect(issuing.statements.length).toBeLessThanOrEqual(2)
    const asking = await bearerRequest(ctx, 'GET', '/api/v1/me')
    const counted = countStatements()
    expect((await send(meRoute, asking)).status).toBe(200)
    expect(counted.statements.length).toBeLessThanOrEqual(3)
  })

  it('answers /me with the claims as the server sees them', async () => {
    const { token, claims } = await freshToken('viewer')
    const { status, body, headers } = await me(`Bearer ${token}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ sub: claims.sub, org_id: claims.org_id, org_role: 'viewer', sid: claims.sid })
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it('speaks for one organization of a person at a time', async () => {
    const first = await createMember('admin')
    const second = await createOrg()
    await addMember(second.id, first.user.id, 'viewer')
    const ask = async (organization: string) =>
      send(tokenRoute, await browserRequest(first.session, 'POST', '/api/token', { organization }))
    const [inFirst, inSecond] = [await ask(first.org.id), await ask(second.slug)]
    const seen = [await me(`Bearer ${inFirst.body.access_token}`), await me(`Bearer ${inSecond.body.access_token}`)]
    expect(seen.map(({ body }) => [body.org_id, body.org_role])).toEqual([
      [first.org.id, 'admin'],
      [second.id, 'viewer'],
    ])
  })

  it('is not issued for an organization that one is no member of, or that does not exist', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    const ask = async (organization: string) =>
      send(tokenRoute, await browserRequest(a.session, 'POST', '/api/token', { organization }))
    const foreign = await ask(b.org.id)
    const unknown = await ask('no-such-organization')
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
    expect((await send(tokenRoute, await browserRequest(a.session, 'POST', '/api/token'))).body.code).toBe(
      'no_active_organization',
    )
  })
})

describe('the organization token stops working at once', () => {
  it.each([
    ['A148 its session ends', `update sessions set ended_at = now() where id = $2 and $1 <> ''`],
    ['A146 its membership ends', `delete from memberships where organization_id = $1 and $2 <> ''`],
    ['A145 its role changes', `update memberships set role = 'viewer' where organization_id = $1 and $2 <> ''`],
    ['its organization is deleted', `delete from organizations where id = $1 and $2 <> ''`],
    ['it is revoked', `update org_tokens set revoked_at = now() where organization_id = $1 and $2 <> ''`],
    ['its row is gone', `delete from org_tokens where organization_id = $1 and $2 <> ''`],
    [
      'A149 its person is deleted',
      `delete from users where id in (select user_id from sessions where id = $2) and $1 <> ''`,
    ],
  ])('when %s', async (_why, sql) => {
    const { token, org, session } = await freshToken('admin')
    expect((await me(`Bearer ${token}`)).status).toBe(200)
    await asOwner(sql, [org.id, session.sessionId])
    const refused = await me(`Bearer ${token}`)
    expect(refused.status).toBe(401)
    expect(refused.body.code).toBe('invalid_token')
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('A124 A148 when revoked, also under another spelling of its signature', async () => {
    const { token, org } = await freshToken()
    await asOwner('update org_tokens set revoked_at = now() where organization_id = $1', [org.id])
    for (const spelled of [malleate(token), `${token}=`, `${token} `, `${token}\n`])
      expect((await me(`Bearer ${spelled}`)).status).toBe(401)
  })

  it('A149 when its person is gone from the session that signed it', async () => {
    const { token, claims } = await freshToken()
    const other = await createUser()
    await asOwner('update sessions set user_id = $1 where id = $2', [other.id, claims.sid])
    expect((await me(`Bearer ${token}`)).status).toBe(401)
  })
})

// ECDSA signatures (r, s) and (r, n - s) verify alike.
function malleate(token: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const [header, payload, signature] = token.split('.') as [string, string, string]
  const bytes = Buffer.from(signature, 'base64url')
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
  return `${header}.${payload}.${twin.toString('base64url')}`
}

describe('a token that is not ours is refused', () => {
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
    for (const secret of [pem, pem.trim(), JSON.stringify(jwk), jwk!.x!]) {
      const signed = `${encodePart({ alg: 'HS256', typ: 'at+jwt', kid: signing.kid })}.${payload}`
      const signature = createHmac('sha256', secret).update(signed).digest('base64url')
      expect((await me(`Bearer ${signed}.${signature}`)).status).toBe(401)
    }
  })

  it('A118 A128 with another key, algorithm or a key that it brings along', async () => {
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

  it.each(
    [
      ['', undefined, null, 7].map((kid) => ['kid', kid]),
      ['../../x', "' or 1=1--", '__proto__', 'constructor', ['a'], { a: 1 }].map((kid) => ['kid', kid]),
    ].flat() as [string, unknown][],
  )('A121 with %s %j', async (name, value) => {
    const { payload, signature } = await freshToken()
    const header = encodePart({ alg: 'ES256', typ: 'at+jwt', [name]: value })
    expect((await me(`Bearer ${header}.${payload}.${signature}`)).status).toBe(401)
  })

  it.each([['JWT'], ['id+jwt'], [undefined], ['at+jwt; x']])('A133 of type %j', async (typ) => {
    expect((await me(`Bearer ${await forge({ header: { typ } })}`)).status).toBe(401)
  })

  it('A133 but not of the long form of its type', async () => {
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

  it('A122 with an extension that must be understood', async () => {
    const { payload, signature } = await freshToken()
    for (const extra of [
      { crit: ['x'], x: 1 },
      { crit: ['b64'], b64: false },
      { zip: 'DEF', crit: ['zip'] },
    ]) {
      const header = encodePart({ alg: 'ES256', typ: 'at+jwt', ...extra })
      expect((await me(`Bearer ${header}.${payload}.${signature}`)).status).toBe(401)
    }
  })

  it('A138 as a session cookie, and a session cookie as a token', async () => {
    const { token, session } = await freshToken()
    const asCookie = apiRequest('GET', '/api/v1/me', undefined, { cookie: `session=${token}` })
    expect((await send(meRoute, asCookie)).status).toBe(401)
    const cookie = (await browserRequest(session, 'GET', '/')).headers.get('cookie')!.replace('session=', '')
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

  it.each([8, 64, 1024, 5 * 1024])('A126 of %i KiB, at once', async (kib) => {
    const { header, payload } = await freshToken()
    const started = performance.now()
    for (const token of [`${header}.${payload}.${'A'.repeat(kib * 1024)}`, 'A.'.repeat(kib * 512)])
      expect((await me(`Bearer ${token}`)).status).toBe(401)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('A142 in the query or the body', async () => {
    const { token } = await freshToken()
    expect((await send(meRoute, apiRequest('GET', `/api/v1/me?access_token=${token}`))).status).toBe(401)
  })
})

describe('the keys', () => {
  it('A153 publishes public parts only, cacheable, for every origin without credentials', async () => {
    const { body, headers } = await send(
      jwksRoute,
      apiRequest('GET', '/.well-known/jwks.json', undefined, { host: 'evil.example' }),
    )
    expect(body.keys).toHaveLength(1)
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(headers.get('cache-control')).toContain('public, max-age=600')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('outlive another AUTH_SECRET: what the old one signed verifies, a new one signs', async () => {
    const { getEnv } = await import('@/lib/env')
    const env = getEnv()
    const secret = env.AUTH_SECRET
    const before = await keyring()
    try {
      Object.assign(env, { AUTH_SECRET: 'another secret of thirty-three bytes' })
      const after = await keyring(0)
      expect(after.signing.kid).not.toBe(before.signing.kid)
      expect(after.jwks.keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([before.signing.kid]))
    } finally {
      Object.assign(env, { AUTH_SECRET: secret })
      await asOwner('delete from signing_keys where id <> $1', [before.signing.kid])
      expect((await keyring(0)).signing.kid).toBe(before.signing.kid)
    }
  })

  it('are encrypted in the database, each bound to its id', async () => {
    const rows = await asOwner<{ id: string; encrypted_private_key: string }>('select * from signing_keys')
    for (const { id, encrypted_private_key: stored } of rows) {
      expect(Buffer.from(stored, 'base64url').toString('latin1')).not.toContain('"d"')
      expect(JSON.parse(decrypt(stored, id))).toHaveProperty('d')
      expect(() => decrypt(stored, 'another')).toThrow('AUTH_SECRET')
    }
    const sealed = encrypt('x', 'kid')
    expect(encrypt('x', 'kid')).not.toBe(sealed)
    expect(() => decrypt(`A${sealed.slice(1)}`, 'kid')).toThrow('AUTH_SECRET')
  })
})
