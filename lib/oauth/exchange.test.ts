// Token exchange: a person's token of one organization for one of another, and what it must not become.
import { setTimeout as sleep } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { POST as revokeRoute } from '@/app/api/oauth/revoke/route'
import { POST as tokenRoute } from '@/app/api/oauth/token/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { endSession } from '@/lib/auth/credentials'
import { sealSession } from '@/lib/auth/session-cookie'
import { recordExchange } from '@/lib/db/exchange'
import { changeRole, removeMember } from '@/lib/members'
import { issueOrgToken } from '@/lib/org-token/issue'
import { keyring } from '@/lib/org-token/keys'
import { verifyToken } from '@/lib/org-token/verify'
import { countAgainst, limitOf } from '@/lib/rate-limits'
import { addMember, apiRequest, asOwner, countStatements, createMember, expectCode, send } from '@/lib/testing'
import { basic, createKey, fromAddress, inForm, postForm, tokenOf } from '@/lib/testing-oauth'

const exchangeType = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'

const me = (token: string) =>
  send(meRoute, apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` }))

const refusal = (status: number, error: string) => ({ status, body: { error, error_description: expect.any(String) } })

describe('token exchange', () => {
  const setUp = async () => {
    const [a, b] = await Promise.all([createMember('admin'), createMember('owner')])
    await addMember(b.org.id, a.user.id, 'viewer')
    const { access_token: subject } = await issueOrgToken(a.ctx)
    return { a, b, subject }
  }
  type Setup = Awaited<ReturnType<typeof setUp>>
  const exchange = (subject_token: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    postForm(
      tokenRoute,
      { grant_type: exchangeType, subject_token, subject_token_type: accessToken, ...fields },
      headers,
    )
  const exchanged = async (subject: string, organization: string): Promise<string> => {
    const answer = await exchange(subject, { organization })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.access_token
  }

  it.each(['organization', 'audience'])('gives the target’s role alone, by %s', async (name) => {
    const { a, b, subject } = await setUp()
    const old = await verifyToken(subject)
    for (const target of [b.org.id, b.org.slug]) {
      const answer = await exchange(subject, { [name]: target })
      expect(answer.status).toBe(200)
      expect(answer.body).toMatchObject({
        token_type: 'Bearer',
        issued_token_type: accessToken,
        organization: { role: 'viewer' },
      })
      const claims = await verifyToken(answer.body.access_token)
      expect(claims).toMatchObject({ sub: a.user.id, sid: a.session.sessionId, org_id: b.org.id, org_role: 'viewer' })
      expect(claims.org_permissions).toEqual(['org:read', 'org:members:read', 'org:projects:read'])
      expect(answer.body.scope).toBe(claims.org_permissions?.join(' '))
      expect(claims.jti).not.toBe(old.jti)
      expect((await me(answer.body.access_token)).body).toMatchObject({ org_id: b.org.id, org_role: 'viewer' })
    }
  })

  it('A152 renews nothing: the new token ends no later than the old one', async () => {
    const { a, b } = await setUp()
    const notAfter = Math.floor(Date.now() / 1000) + 40
    const { access_token: short } = await issueOrgToken(a.ctx, { notAfter })
    expect((await verifyToken(short)).exp).toBeLessThanOrEqual(notAfter)
    const answer = await exchange(short, { organization: b.org.id })
    expect(answer.body.expires_in).toBeLessThanOrEqual(40)
    const [first, second] = [await verifyToken(short), await verifyToken(answer.body.access_token)]
    expect(second.exp).toBeLessThanOrEqual(first.exp)
  })

  it('A001 answers a foreign and an unknown organization alike', async () => {
    const { subject } = await setUp()
    const foreign = await createMember('owner')
    const answers = []
    for (const organization of [
      foreign.org.id,
      foreign.org.slug,
      'org_00000000000000000000000000',
      'nowhere',
      'a\u0000b',
      'x'.repeat(65),
    ]) {
      const answer = await exchange(subject, { organization })
      expect(answer).toMatchObject(refusal(400, 'invalid_target'))
      answers.push(answer.text)
    }
    expect(new Set(answers).size).toBe(1)
    expect(await exchange(subject, { organization: foreign.org.id, audience: 'other' })).toMatchObject(
      refusal(400, 'invalid_target'),
    )
    expect(await exchange(subject, { organization: foreign.org.id, resource: 'https://x' })).toMatchObject(
      refusal(400, 'invalid_target'),
    )
  })

  it('asks for membership in the target as it is now', async () => {
    const { a, b, subject } = await setUp()
    expect((await exchange(subject, { organization: b.org.id })).status).toBe(200)
    await removeMember(b.ctx, a.user.id)
    expect(await exchange(subject, { organization: b.org.id })).toMatchObject(refusal(400, 'invalid_target'))
  })

  it('A132 A138 A134 refuses what is no token of ours, and tokens for others', async () => {
    const { a, b, subject } = await setUp()
    const { signing } = await keyring()
    const claims = await verifyToken(subject)
    const sign = (changes: object, typ = 'at+jwt') =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'ES256', typ, kid: signing.kid })
        .sign(signing.key)
    const now = Math.floor(Date.now() / 1000)
    for (const token of [
      await sign({ aud: 'https://other.example' }),
      await sign({ iss: 'https://other.example' }),
      await sign({ iat: now - 200, exp: now - 60 }),
      await sign({ jti: 'tok_00000000000000000000000000' }),
      await sign({ sub: b.user.id }),
      await sign({ org_id: b.org.id }),
      await sign({}, 'JWT'),
      await sealSession(a.session),
      `${subject}x`,
      'nonsense',
    ])
      expect(await exchange(token, { organization: b.org.id })).toMatchObject(refusal(400, 'invalid_request'))
  })

  it('A145 A146 A148 A149 refuses a subject token that has ended, whatever ended it', async () => {
    const ends: Record<string, (setup: Setup) => Promise<unknown>> = {
      revoked: ({ a }) => asOwner('update org_tokens set revoked_at = now() where organization_id = $1', [a.org.id]),
      expired: ({ a }) => asOwner(`update org_tokens set expires_at = now() where organization_id = $1`, [a.org.id]),
      'signed out': ({ a }) => endSession(a.session.sessionId),
      demoted: ({ a }) => asOwner(`update memberships set role = 'member' where organization_id = $1`, [a.org.id]),
      'organization deleted': ({ a }) =>
        asOwner('update organizations set deleted_at = now() where id = $1', [a.org.id]),
    }
    for (const [what, end] of Object.entries(ends)) {
      const setup = await setUp()
      await end(setup)
      const answer = await exchange(setup.subject, { organization: setup.b.org.id })
      expect(answer, what).toMatchObject(refusal(400, 'invalid_request'))
    }
  })

  it('A145 ends with the token that it came from, whatever ended that one, and its own exchanges with it', async () => {
    const ends: Record<string, (setup: Setup) => Promise<unknown>> = {
      'revoked by a key': async ({ a, subject }) => {
        const key = await createKey(a.ctx, { role: 'admin' })
        return postForm(revokeRoute, { token: subject, ...inForm(key) })
      },
      'role changed': async ({ a }) => {
        const owner = await createMember('owner', a.org)
        return changeRole(owner.ctx, a.user.id, { role: 'member' })
      },
      removed: async ({ a }) => {
        const owner = await createMember('owner', a.org)
        return removeMember(owner.ctx, a.user.id)
      },
      'organization deleted': ({ a }) =>
        asOwner('update organizations set deleted_at = now() where id = $1', [a.org.id]),
    }
    for (const [what, end] of Object.entries(ends)) {
      const setup = await setUp()
      const { a, b, subject } = setup
      const c = await createMember('owner')
      await addMember(c.org.id, a.user.id, 'member')
      const child = await exchanged(subject, b.org.id)
      const grandchild = await exchanged(child, c.org.id)
      const { access_token: own } = await issueOrgToken({ ...a.ctx, organization: b.org.id })
      expect([(await me(child)).status, (await me(grandchild)).status], what).toEqual([200, 200])
      await end(setup)
      expect([(await me(child)).status, (await me(grandchild)).status], what).toEqual([401, 401])
      expect((await me(own)).status, what).toBe(200)
    }
  })

  it('A145 has its bit in the list with its parent’s, also in the moments after both have expired', async () => {
    const { a, b, subject } = await setUp()
    await exchanged(subject, b.org.id)
    const both = [[a.org.id, b.org.id], a.user.id]
    await asOwner(
      `update org_tokens set expires_at = now() - interval '20 seconds' where organization_id = any($1) and user_id = $2`,
      both,
    )
    await changeRole((await createMember('owner', a.org)).ctx, a.user.id, { role: 'member' })
    const rows = await asOwner(
      'select revoked_at is null as live from org_tokens where organization_id = any($1) and user_id = $2',
      both,
    )
    expect(rows).toEqual([{ live: false }, { live: false }])
  })

  it('A145 does not outlive a revocation at the same moment', async () => {
    const { a, b, subject } = await setUp()
    const revoker = new Client({ connectionString: process.env.TEST_OWNER_URL! })
    await revoker.connect()
    await revoker.query('begin')
    await revoker.query('update org_tokens set revoked_at = now() where organization_id = $1', [a.org.id])
    // Not committed: every look at the token still finds it live.
    const asked = exchange(subject, { organization: b.org.id })
    await sleep(500)
    await revoker.query('commit')
    await revoker.end()
    expect(await asked).toMatchObject(refusal(400, 'invalid_request'))
  })

  it('is handed out to nobody where the subject token ended meanwhile', async () => {
    const { a, b, subject } = await setUp()
    const { jti } = await verifyToken(subject)
    const { access_token: issued } = await issueOrgToken({ ...a.ctx, organization: b.org.id })
    const to = { organization: b.org.id, tokenId: (await verifyToken(issued)).jti }
    const record = () => recordExchange(a.ctx, { organization: a.org.id, tokenId: jti }, to)
    await record()
    // Once only: a token that has a parent, or is another person's, gets no other.
    await expectCode(record(), 'invalid_token')
    await expectCode(recordExchange(b.ctx, { organization: a.org.id, tokenId: jti }, to), 'invalid_token')
    await asOwner('update org_tokens set revoked_at = now() where organization_id = $1', [a.org.id])
    await expectCode(record(), 'invalid_token')
  })

  it('is told of in both organizations, to neither of them of the other', async () => {
    const { a, b, subject } = await setUp()
    const token = await exchanged(subject, b.org.id)
    const trail = (organizationId: string) =>
      asOwner<{ request_id: string }>(
        `select actor_id, target_type, target_id, target_name, request_id, changes from audit_events
         where organization_id = $1 and action = 'token.exchanged'`,
        [organizationId],
      )
    const [there, here] = [await trail(b.org.id), await trail(a.org.id)]
    const event = { actor_id: a.user.id, target_type: 'token', target_name: a.user.email, changes: {} }
    expect(there).toMatchObject([{ ...event, target_id: (await verifyToken(token)).jti }])
    expect(here).toMatchObject([{ ...event, target_id: (await verifyToken(subject)).jti }])
    expect(there[0]!.request_id).toBe(here[0]!.request_id)
    expect(JSON.stringify(here)).not.toContain(b.org.id)
    expect(JSON.stringify(there)).not.toContain(a.org.id)
  })

  it('to the same organization is one event', async () => {
    const { a, subject } = await setUp()
    await exchanged(subject, a.org.slug)
    const events = await asOwner(
      `select 1 from audit_events where organization_id = $1 and action = 'token.exchanged'`,
      [a.org.id],
    )
    expect(events).toHaveLength(1)
  })

  it('in both directions at once waits for no circle', async () => {
    const { a, b, subject } = await setUp()
    const { access_token: back } = await issueOrgToken({ ...a.ctx, organization: b.org.id })
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => [
        exchange(subject, { organization: b.org.id }),
        exchange(back, { organization: a.org.id }),
      ]).flat(),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  })

  it('asks nobody for a client, and waves no wrong one through', async () => {
    const { a, b, subject } = await setUp()
    const [key, other] = [await createKey(a.ctx), await createKey(a.ctx)]
    const organization = b.org.id
    const wrong = { id: key.id, secret: other.secret }
    for (const shown of [{ client_id: 'any-public-client' }, inForm(key)])
      expect((await exchange(subject, { organization, ...shown })).status).toBe(200)
    expect((await exchange(subject, { organization }, basic(key))).status).toBe(200)
    for (const [fields, headers] of [
      [inForm(wrong), {}],
      [{}, basic(wrong)],
      [{ client_secret: key.secret }, {}],
      [{}, { authorization: `Bearer ${subject}` }],
    ] as const)
      expect(await exchange(subject, { organization, ...fields }, headers)).toMatchObject(
        refusal(401, 'invalid_client'),
      )
  })

  it('has a limit for each session and for each network', async () => {
    const [one, two] = [await setUp(), await setUp()]
    const [here, there] = [fromAddress('192.0.2.9'), fromAddress('192.0.2.10')]
    const ask = ({ b, subject }: Setup, headers: Record<string, string>) =>
      exchange(subject, { organization: b.org.id }, headers)
    await countAgainst('exchanges_by_session', one.a.session.sessionId, limitOf('exchanges_by_session') - 1)
    expect((await ask(one, here)).status).toBe(200)
    expect(await ask(one, here)).toMatchObject(refusal(429, 'rate_limited'))
    expect((await ask(two, here)).status).toBe(200)
    await countAgainst('exchanges_by_network', '192.0.2.9', limitOf('exchanges_by_network') - 3)
    const counted = countStatements()
    expect(await ask(two, here)).toMatchObject(refusal(429, 'rate_limited'))
    expect(counted.statements).toEqual([])
    expect((await ask(two, there)).status).toBe(200)
  })

  it('is not for the token of an API key', async () => {
    const { a } = await setUp()
    const token = await tokenOf(await createKey(a.ctx))
    expect(await exchange(token, { organization: a.org.id })).toMatchObject(refusal(400, 'invalid_request'))
  })

  it.each([
    ['no target', {}],
    ['an actor token', { organization: 'x', actor_token: 'y' }],
    [
      'another type of subject token',
      { organization: 'x', subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' },
    ],
    ['no type of subject token', { organization: 'x', subject_token_type: '' }],
    ['another type of answer', { organization: 'x', requested_token_type: 'urn:ietf:params:oauth:token-type:saml2' }],
    ['no subject token', { organization: 'x', subject_token: '' }],
  ])('refuses %s', async (_what, fields) => {
    const { subject } = await setUp()
    expect(await exchange(subject, fields)).toMatchObject(refusal(400, 'invalid_request'))
  })
})
