import { describe, expect, it } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { permissionsOf } from '@/lib/permissions/roles'
import { authorizeOrg } from '@/lib/db/authorize'
import {
  addMember,
  apiRequest,
  asOwner,
  bearerRequest,
  browserRequest,
  countStatements,
  createMember,
  createOrg,
  createSession,
  createUser,
  send,
  databaseNow,
} from '@/lib/testing/fixtures'
import { decodePart, freshToken, me } from '@/lib/testing/tokens'
import { decrypt, encrypt } from './key-encryption'
import { keyring } from './keys'

describe('the organization token', () => {
  it('carries exactly the claims of an admin', async () => {
    const before = await databaseNow()
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
      auth_time: claims.auth_time,
      amr: ['pwd'],
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
    expect(claims.iat).toBeGreaterThanOrEqual(Math.floor(before / 1000))
    expect(claims.iat).toBeLessThanOrEqual((await databaseNow()) / 1000)
    expect(claims.auth_time).toBeGreaterThanOrEqual(Math.floor(before / 1000))
    expect(claims.auth_time).toBeLessThanOrEqual(claims.iat + 1)
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      organization: { id: org.id, role: 'admin' },
    })
  })

  it('is issued with one statement after the first visit, and answers /me with one', async () => {
    const { session, org, ctx } = await createMember('member')
    const request = await browserRequest(session, 'POST', '/api/token', { organization: org.id })
    await Promise.all([keyring(), authorizeOrg(ctx)])
    const again = request.clone()
    const first = countStatements()
    expect((await send(tokenRoute, request)).status).toBe(200)
    // The token, the session's activity, an event for it, and the count of the rate limit as its role.
    expect(first.statements).toHaveLength(7)
    const issuing = countStatements()
    expect((await send(tokenRoute, again)).status).toBe(200)
    expect(
      issuing.statements.filter((text) => !/rate_limits|set_config\('role', \$1, true\)$/.test(text)),
    ).toHaveLength(1)
    const asking = await bearerRequest(ctx, 'GET', '/api/v1/me')
    const counted = countStatements()
    expect((await send(meRoute, asking)).status).toBe(200)
    expect(counted.statements).toHaveLength(1)
  })

  it('answers /me with the claims as the server sees them', async () => {
    const { token, claims } = await freshToken('viewer')
    const { status, body, headers } = await me(`Bearer ${token}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ sub: claims.sub, org_id: claims.org_id, org_role: 'viewer', sid: claims.sid })
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it('is for one organization of its person', async () => {
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

  it('is not issued for an unknown organization or to a person who is not a member', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    const ask = async (organization: string) =>
      send(tokenRoute, await browserRequest(a.session, 'POST', '/api/token', { organization }))
    const foreign = await ask(b.org.id)
    const unknown = await ask('no-such-organization')
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
  })
})

describe('without naming an organization', () => {
  const ask = async (userId: string) =>
    send(tokenRoute, await browserRequest(await createSession(userId), 'POST', '/api/token'))

  it('is for the only one, and refused to a person with several or none who has chosen none', async () => {
    const { user, org } = await createMember('owner')
    expect((await ask(user.id)).body.organization.id).toBe(org.id)
    await addMember((await createOrg()).id, user.id, 'member')
    expect((await ask(user.id)).body.code).toBe('no_active_organization')
    expect((await ask((await createUser()).id)).body.code).toBe('no_active_organization')
  })

  it('is for the one that was joined first, and for the one that is left, in a session that is open', async () => {
    const user = await createUser()
    const session = await createSession(user.id)
    const current = async () => (await send(tokenRoute, await browserRequest(session, 'POST', '/api/token'))).body
    const [first, second] = [await createOrg(), await createOrg()]
    await addMember(first.id, user.id, 'member')
    expect((await current()).organization.id).toBe(first.id)
    await addMember(second.id, user.id, 'member')
    expect((await current()).organization.id).toBe(first.id)
    await asOwner('delete from memberships where organization_id = $1 and user_id = $2', [first.id, user.id])
    expect((await current()).organization.id).toBe(second.id)
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

  it('A124 A148 when revoked, also with its signature in another encoding', async () => {
    const { token, org } = await freshToken()
    await asOwner('update org_tokens set revoked_at = now() where organization_id = $1', [org.id])
    for (const spelled of [malleate(token), `${token}=`, `${token} `, `${token}\n`])
      expect((await me(`Bearer ${spelled}`)).status).toBe(401)
  })

  it('A144 when revoked, but not when used from another network or program', async () => {
    const { token, org } = await freshToken()
    const elsewhere = { 'user-agent': 'another', 'x-forwarded-for': '203.0.113.9', 'accept-language': 'fi' }
    expect((await me(`Bearer ${token}`, elsewhere)).status).toBe(200)
    await asOwner('update org_tokens set revoked_at = now() where organization_id = $1', [org.id])
    expect((await me(`Bearer ${token}`, elsewhere)).status).toBe(401)
  })

  it('A149 when its session belongs to another person', async () => {
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

describe('the signing keys', () => {
  const published = (path: string, headers = {}) => send(jwksRoute, apiRequest('GET', path, undefined, headers))

  it('A153 publishes only public parts, cacheable, for every origin without credentials', async () => {
    const { body, headers } = await published('/.well-known/jwks.json', { host: 'evil.example' })
    expect(body.keys).toHaveLength(1)
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(body.keys[0]).toMatchObject({ kty: 'EC', use: 'sig', alg: 'ES256' })
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(headers.get('cache-control')).toContain('public, max-age=600')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  it.each([
    ['/.well-known/jwks.json?format=private', {}],
    ['/.well-known/jwks.json?callback=alert(1)', {}],
    ['/.well-known/jwks.json', { accept: 'text/html' }],
    ['/.well-known/jwks.json', { accept: 'application/xml', 'accept-encoding': 'gzip' }],
    ['/.well-known/jwks.json', { origin: 'https://evil.example', cookie: `${sessionCookie().name}=x` }],
    ['/.well-known/jwks.json', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }],
  ])('A153 answers %s with %j like any other request, so that no cache is poisoned', async (path, headers) => {
    const [plain, asked] = [await published('/.well-known/jwks.json'), await published(path, headers)]
    expect([asked.status, asked.text]).toEqual([plain.status, plain.text])
    expect(asked.text).not.toContain('evil')
    for (const name of ['content-type', 'cache-control', 'access-control-allow-origin', 'vary', 'set-cookie'])
      expect(asked.headers.get(name), name).toBe(plain.headers.get(name))
  })

  it('survive a changed AUTH_SECRET: old tokens verify, a new key signs', async () => {
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
    const bent = `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`
    expect(() => decrypt(bent, 'kid')).toThrow('AUTH_SECRET')
  })
})
