// Tokens for another audience: who issues them, and that neither our own API nor an exchange takes them.
import { NextRequest } from 'next/server'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { POST as introspectRoute } from '@/app/api/oauth/introspect/route'
import { POST as tokenRoute } from '@/app/api/oauth/token/route'
import { POST as sessionTokenRoute } from '@/app/api/token/route'
import { getEnv } from '@/lib/env'
import { issueOrgToken } from '@/lib/org-token/issue'
import { decodePart, me } from '@/lib/testing/tokens'
import { apiRequest, asOwner, createMember, createOrg, memberRequest, send } from '@/lib/testing/fixtures'
import { createKey, inForm, postForm, type Key } from '@/lib/testing/oauth'
import { middleware } from '../../middleware'

const billing = 'https://billing.example'
const [reports, own] = ['urn:example:reports', getEnv().APP_URL]

beforeAll(() => {
  Object.assign(getEnv(), { ORG_TOKEN_AUDIENCES: [own, billing, reports] })
})

const audienceOf = (token: string) => decodePart(token.split('.')[1]!).aud

async function setUp() {
  const owner = await createMember('owner')
  return { ...owner, key: await createKey(owner.ctx) }
}

/** The status of the edge, with the published keys. */
async function atEdge(token: string): Promise<number> {
  const keys = await (await jwksRoute(apiRequest('GET', '/'), { params: Promise.resolve({}) })).text()
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(keys))
  const headers = { authorization: `Bearer ${token}` }
  const { status } = await middleware(new NextRequest(`${own}/api/v1/me`, { headers }))
  fetched.mockRestore()
  return status
}

const exchange = (key: Key, subject_token: string, fields: Record<string, string>) =>
  postForm(tokenRoute, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    ...inForm(key),
    ...fields,
  })

const byKey = (key: Key, fields: Record<string, string>) =>
  postForm(tokenRoute, { grant_type: 'client_credentials', ...inForm(key), ...fields })

type Setup = Awaited<ReturnType<typeof setUp>>

describe('a token for another audience', () => {
  it.each<[string, (setup: Setup) => Promise<string>]>([
    [
      'a session',
      async ({ ctx }) => {
        const answer = await send(
          sessionTokenRoute,
          await memberRequest(ctx, 'POST', '/api/token', { audience: billing }),
        )
        return answer.body.access_token
      },
    ],
    ['an API key', async ({ key }) => (await byKey(key, { resource: billing })).body.access_token],
    [
      'an exchange',
      async ({ ctx, key }) => {
        const { access_token } = await issueOrgToken(ctx)
        return (await exchange(key, access_token, { resource: billing, scope: 'org:read' })).body.access_token
      },
    ],
  ])(
    'F1 is issued to %s, is active for those who ask, and is refused by our own API and its edge',
    async (_to, get) => {
      const setup = await setUp()
      const token = await get(setup)
      expect(audienceOf(token)).toBe(billing)
      const asked = await postForm(introspectRoute, { token, ...inForm(setup.key) })
      expect(asked.body).toMatchObject({ active: true, aud: billing })
      const refused = await me(`Bearer ${token}`)
      expect([refused.status, refused.body.code]).toEqual([401, 'invalid_token'])
      const { access_token: ours } = await issueOrgToken(setup.ctx)
      expect([await atEdge(token), await atEdge(ours)]).toEqual([401, 200])
    },
  )

  it('F1 cannot be exchanged, neither for our own API nor for a third audience', async () => {
    const { ctx, key, org } = await setUp()
    const { access_token: subject } = await issueOrgToken(ctx, { audience: billing })
    for (const resource of [own, billing, reports]) {
      const answer = await exchange(key, subject, { resource })
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request'])
    }
    expect(await asOwner('select 1 from org_tokens where organization_id = $1', [org.id])).toHaveLength(1)
  })

  it('F1 may be named by `audience` for an API key, whose own organization it may name, too', async () => {
    const { key, org } = await setUp()
    const audiences = []
    const named: Record<string, string>[] = [
      { audience: billing },
      { audience: org.slug },
      { organization: org.id, resource: billing },
    ]
    for (const fields of named) audiences.push(audienceOf((await byKey(key, fields)).body.access_token))
    expect(audiences).toEqual([billing, own, billing])
    const other = await createOrg()
    const foreign: Record<string, string>[] = [
      { audience: other.id },
      { organization: other.slug },
      { audience: billing, resource: reports },
    ]
    for (const fields of foreign)
      expect((await byKey(key, fields)).body.error, JSON.stringify(fields)).toBe('invalid_target')
    expect(await asOwner('select 1 from org_tokens where organization_id = $1', [org.id])).toHaveLength(3)
  })

  it('F1 may be named by `audience` in an exchange, if `resource` does not name another', async () => {
    const { ctx, key, org } = await setUp()
    const { access_token: subject } = await issueOrgToken(ctx)
    const named = await exchange(key, subject, { audience: billing })
    expect(audienceOf(named.body.access_token)).toBe(billing)
    const both = await exchange(key, subject, { audience: org.slug, resource: billing })
    expect(audienceOf(both.body.access_token)).toBe(billing)
    const contrary = await exchange(key, subject, { audience: billing, resource: reports })
    expect([contrary.status, contrary.body.error]).toEqual([400, 'invalid_target'])
  })
})

describe('an audience that is not on the list', () => {
  it.each(['https://evil.example', `${billing}/`, `${billing},${own}`, '*'])('F1 %s gets no token', async (other) => {
    const { ctx, key, org } = await setUp()
    const bySession = await send(sessionTokenRoute, await memberRequest(ctx, 'POST', '/api/token', { audience: other }))
    expect(bySession.body).toMatchObject({ status: 422, code: 'validation_failed', errors: [{ path: 'audience' }] })
    const { access_token: subject } = await issueOrgToken(ctx)
    const refusals = [
      await byKey(key, { resource: other }),
      await byKey(key, { audience: other }),
      await exchange(key, subject, { resource: other }),
      await exchange(key, subject, { audience: other }),
    ]
    expect(refusals.map(({ status, body }) => [status, body.error])).toEqual(Array(4).fill([400, 'invalid_target']))
    expect(await asOwner('select 1 from org_tokens where organization_id = $1', [org.id])).toHaveLength(1)
  })
})

describe('the default audience', () => {
  it('is the first of the list', async () => {
    const { ctx, key } = await setUp()
    Object.assign(getEnv(), { ORG_TOKEN_AUDIENCES: [billing, own, reports] })
    const { access_token: session } = await issueOrgToken(ctx)
    const { access_token: ours } = await issueOrgToken(ctx, { audience: own })
    const answers = [await byKey(key, {}), await exchange(key, ours, {})]
    Object.assign(getEnv(), { ORG_TOKEN_AUDIENCES: [own, billing, reports] })
    expect([session, ...answers.map(({ body }) => body.access_token)].map(audienceOf)).toEqual(Array(3).fill(billing))
    expect([(await me(`Bearer ${session}`)).status, (await me(`Bearer ${ours}`)).status]).toEqual([401, 200])
  })
})
