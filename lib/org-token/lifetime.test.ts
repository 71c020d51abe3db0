// How long a token lives, however it is issued; and that it ends online and offline when its
// person's sessions end.
import { decodeJwt, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { POST as forgotRoute } from '@/app/api/forgot-password/route'
import { POST as introspectRoute } from '@/app/api/oauth/introspect/route'
import { POST as oauthTokenRoute } from '@/app/api/oauth/token/route'
import { POST as resetRoute } from '@/app/api/reset-password/route'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { getEnv } from '@/lib/env'
import { apiRequest, asOwner, browserRequest, createMember, send, databaseNow } from '@/lib/testing/fixtures'
import { createKey, inForm, postForm, tokenOf } from '@/lib/testing/oauth'
import { freshToken, isListedRevoked, me } from '@/lib/testing/tokens'
import { createVerifier, InvalidTokenError } from './claims'
import { issueOrgToken } from './issue'
import { findKey, keyring } from './keys'

afterEach(() => vi.useRealTimers())

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'

describe('A152 a token', () => {
  const mint: Record<string, () => Promise<string>> = {
    'POST /api/token': async () => (await freshToken()).token,
    'PUT /api/session/organization': async () => {
      const { session, org } = await createMember('member')
      const body = { organization: org.slug }
      const answer = await send(switchRoute, await browserRequest(session, 'PUT', '/api/session/organization', body))
      return answer.body.access_token
    },
    'token exchange': async () => {
      const { org, token } = await freshToken()
      const owner = await createMember('owner', org)
      const answer = await postForm(oauthTokenRoute, {
        grant_type: exchangeGrant,
        subject_token: token,
        subject_token_type: accessToken,
        ...inForm(await createKey(owner.ctx)),
      })
      return answer.body.access_token
    },
    client_credentials: async () => tokenOf(await createKey((await createMember('owner')).ctx)),
  }

  it.each(Object.keys(mint))('from %s lives no longer than ORG_TOKEN_TTL_SECONDS', async (path) => {
    const before = await databaseNow()
    const { iat, exp } = decodeJwt(await mint[path]!())
    const after = await databaseNow()
    expect(exp! - iat!).toBeGreaterThan(0)
    expect(exp! - iat!).toBeLessThanOrEqual(getEnv().ORG_TOKEN_TTL_SECONDS)
    expect(iat).toBeGreaterThanOrEqual(Math.floor(before / 1000))
    expect(iat).toBeLessThanOrEqual(after / 1000)
  })

  it.each(['POST /api/token', 'PUT /api/session/organization'])('from %s needs a live session', async (path) => {
    const { session, org } = await createMember('member')
    const [method, address] = path.split(' ') as [string, string]
    const request = await browserRequest(session, method, address, { organization: org.slug })
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    const route = method === 'PUT' ? switchRoute : tokenRoute
    expect((await send(route as never, request)).status).toBe(401)
  })
})

describe('A129 this application’s own verifier', () => {
  const make = () =>
    createVerifier({ issuer: getEnv().APP_URL, audiences: [getEnv().APP_URL], maxAgeSeconds: 300, keys: findKey })

  it('tolerates five seconds of clock difference, not six, also for a token that it has seen', async () => {
    const { access_token } = await issueOrgToken((await createMember('admin')).ctx)
    const { exp } = decodeJwt(access_token)
    const seenBefore = make()
    await seenBefore(access_token)
    vi.useFakeTimers({ toFake: ['Date'] })
    for (const verify of [make(), seenBefore]) {
      vi.setSystemTime((exp! + 4) * 1000)
      await expect(verify(access_token)).resolves.toMatchObject({ exp })
      vi.setSystemTime((exp! + 6) * 1000)
      await expect(verify(access_token)).rejects.toBeInstanceOf(InvalidTokenError)
    }
  })

  it('accepts one that the database dated a minute ahead of this server, and not one of later', async () => {
    const { access_token } = await issueOrgToken((await createMember('member')).ctx)
    const { iat } = decodeJwt(access_token)
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime((iat! - 60) * 1000)
    await expect(make()(access_token)).resolves.toMatchObject({ iat })
    vi.setSystemTime((iat! - 70) * 1000)
    await expect(make()(access_token)).rejects.toBeInstanceOf(InvalidTokenError)
  })

  it('refuses a token with a longer lifetime than allowed, and does not cache it', async () => {
    const { claims } = await freshToken()
    const { signing } = await keyring()
    const sign = (exp: number) =>
      new SignJWT({ ...claims, exp })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid })
        .sign(signing.key)
    const verify = make()
    await expect(verify(await sign(claims.iat + 300))).resolves.toBeTruthy()
    for (const seconds of [301, 86_400, 1e9])
      await expect(verify(await sign(claims.iat + seconds))).rejects.toBeInstanceOf(InvalidTokenError)
  })
})

describe('a person’s tokens end online and offline', () => {
  async function setUp() {
    const owner = await createMember('owner')
    const key = await createKey(owner.ctx, { role: 'admin' })
    const member = await createMember('member', owner.org)
    const { access_token: token } = await issueOrgToken(member.ctx)
    const { access_token: other } = await issueOrgToken(owner.ctx)
    const isActive = async () => (await postForm(introspectRoute, { token, ...inForm(key) })).body.active as boolean
    const seen = async () => [
      (await me(`Bearer ${token}`)).status,
      await isActive(),
      await isListedRevoked(token),
      await isListedRevoked(other),
    ]
    expect(await seen()).toEqual([200, true, false, false])
    return { owner, member, seen }
  }
  const gone = [401, false, true, false]

  it('A150 when the password is reset', async () => {
    const { member, seen } = await setUp()
    const { email } = member.user
    await send(forgotRoute, apiRequest('POST', '/api/forgot-password', { email }))
    const [mail] = await asOwner<{ text: string }>('select text from emails where "to" = $1 order by created_at desc', [
      email,
    ])
    const token = /token=([\w-]+)/.exec(mail!.text)![1]!
    const body = { token, password: 'correct horse battery staple' }
    expect((await send(resetRoute, apiRequest('POST', '/api/reset-password', body))).status).toBe(204)
    expect(await seen()).toEqual(gone)
  })

  it.each([
    ['A148 when all their sessions end', 'update sessions set ended_at = now() where user_id = $1'],
    ['A148 when their sessions are deleted', 'delete from sessions where user_id = $1'],
    ['A149 when they are deleted', 'delete from users where id = $1'],
    ['A146 when they are removed', 'delete from memberships where user_id = $1'],
  ])('%s', async (_why, sql) => {
    const { member, seen } = await setUp()
    await asOwner(sql, [member.user.id])
    expect(await seen()).toEqual(gone)
  })

  it('A149 as do an API key’s, with the key, its creator’s membership or the organization', async () => {
    for (const sql of [
      'delete from memberships where organization_id = $1 and user_id = $2',
      `update organizations set deleted_at = now() where id = $1 and $2 <> ''`,
      `update api_keys set revoked_at = now() where organization_id = $1 and $2 <> ''`,
    ]) {
      const creator = await createMember('owner')
      await createMember('owner', creator.org)
      const token = await tokenOf(await createKey(creator.ctx))
      expect([(await me(`Bearer ${token}`)).status, await isListedRevoked(token)]).toEqual([200, false])
      await asOwner(sql, [creator.org.id, creator.user.id])
      expect([(await me(`Bearer ${token}`)).status, await isListedRevoked(token)]).toEqual([401, true])
    }
  })
})
