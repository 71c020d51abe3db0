// Token exchange: a backend gets its own token for the person whose token it received; and what that token must not become.
import { whileHeld } from '@/lib/testing/locks'
import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { POST as introspectRoute } from '@/app/api/oauth/introspect/route'
import { POST as revokeRoute } from '@/app/api/oauth/revoke/route'
import { POST as tokenRoute } from '@/app/api/oauth/token/route'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { POST as sessionTokenRoute } from '@/app/api/token/route'
import { POST as leaveRoute } from '@/app/api/v1/organization/leave/route'
import { revokeApiKey } from '@/lib/api-keys/commands'
import { hashSecret } from '@/lib/auth/hash-secret'
import { endSession } from '@/lib/accounts/sessions'
import { sealSession } from '@/lib/auth/session-cookie'
import { type RoleKey, builtInRoles } from '@/lib/permissions/roles'
import { getEnv } from '@/lib/env'
import { changeRole, leaveOrganization, removeMember } from '@/lib/members/commands'
import { exchangeOrgToken, issueOrgToken } from '@/lib/org-token/issue'
import { keyring } from '@/lib/org-token/keys'
import { verifyToken } from '@/lib/org-token/verify'
import { consume, limitOf } from '@/lib/requests/rate-limits'
import { addMember, apiRequest, asOwner, createMember, createSession, send } from '@/lib/testing/fixtures'
import { notesRoute } from '@/lib/testing/notes-routes'
import { basic, createKey, fromAddress, inForm, postForm, tokenOf, type Key } from '@/lib/testing/oauth'
import { isListedRevoked, me as meBy } from '@/lib/testing/tokens'

const exchangeType = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'

const me = (token: string, headers: Record<string, string> = {}) => meBy(`Bearer ${token}`, headers)
const works = async (...tokens: string[]) => Promise.all(tokens.map(async (token) => (await me(token)).status === 200))
const withBearer = (token: string, method: string, path: string, body?: unknown) =>
  apiRequest(method, path, body, { authorization: `Bearer ${token}` })

const refusal = (status: number, error: string) => ({ status, body: { error, error_description: expect.any(String) } })

/** An organization, its owner, a person whose token a backend receives, and the backend's API key. */
async function setUp(role: RoleKey = 'admin') {
  const owner = await createMember('owner')
  const person = await createMember(role, owner.org)
  const key = await createKey(owner.ctx)
  const { access_token: subject } = await issueOrgToken(person.ctx)
  return { org: owner.org, owner, person, key, subject }
}

type Setup = Awaited<ReturnType<typeof setUp>>

/** What happens to the person's other tokens of the same session. */
type Others = 'others live' | 'all end'

const exchangeBy = (credentials: object, subject_token: string, fields: object = {}, headers = {}) =>
  postForm(
    tokenRoute,
    { grant_type: exchangeType, subject_token, subject_token_type: accessToken, ...credentials, ...fields },
    headers,
  )
const exchange = (key: Key, subject: string, fields: object = {}) => exchangeBy(inForm(key), subject, fields)

async function exchanged(key: Key, subject: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await exchange(key, subject, fields)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body.access_token
}

const tokensIn = async (organizationId: string) =>
  (await asOwner('select 1 from org_tokens where organization_id = $1', [organizationId])).length

const revokeRow = (token: string) => async () =>
  asOwner('update org_tokens set revoked_at = now() where id = $1', [(await verifyToken(token)).jti])

describe('token exchange', () => {
  it.each<[string, (setup: Setup) => Record<string, string>]>([
    ['no organization', () => ({})],
    ['the organization’s id', ({ org }) => ({ organization: org.id })],
    ['the organization’s slug', ({ org }) => ({ organization: org.slug })],
    ['the organization’s id as audience', ({ org }) => ({ audience: org.id })],
    ['its id and its slug', ({ org }) => ({ organization: org.id, audience: org.slug })],
    ['our own address as resource', () => ({ resource: getEnv().APP_URL })],
    ['it as audience too', () => ({ resource: getEnv().APP_URL, audience: getEnv().APP_URL })],
    ['the types of tokens that it takes', () => ({ requested_token_type: accessToken })],
  ])('keeps the person and the organization when a key names %s', async (_what, fieldsOf) => {
    const setup = await setUp()
    const { org, person, key, subject } = setup
    const old = await verifyToken(subject)
    const answer = await exchange(key, subject, fieldsOf(setup))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      issued_token_type: accessToken,
      scope: builtInRoles.admin.join(' '),
      organization: { id: org.id, role: 'admin' },
    })
    const { access_token: token } = answer.body
    const { jti, iat, exp, status, ...claims } = await verifyToken(token)
    const same = { sub: person.user.id, sid: person.session.sessionId, org_id: org.id, org_role: 'admin' }
    expect(claims).toMatchObject({ ...same, client_id: key.id, act: { sub: key.id } })
    expect(claims.org_permissions).toEqual(old.org_permissions)
    expect([jti, status]).not.toEqual([old.jti, old.status])
    expect([iat >= old.iat, exp - iat]).toEqual([true, answer.body.expires_in])
    expect((await me(token)).body).toMatchObject(same)
  })

  it('names the acting key in introspection as well', async () => {
    const { owner, person, key, subject } = await setUp()
    const token = await exchanged(key, subject, { scope: 'org:read' })
    const { body } = await postForm(introspectRoute, { token }, basic(await createKey(owner.ctx)))
    expect(body).toMatchObject({ active: true, sub: person.user.id, client_id: key.id, act: { sub: key.id } })
    expect(body).toMatchObject({ scope: 'org:read', org_permissions: ['org:read'] })
    const before = await postForm(introspectRoute, { token: subject }, basic(key))
    expect(before.body).toMatchObject({ active: true, client_id: 'web' })
    expect(before.body).not.toHaveProperty('act')
  })

  describe('by scope', () => {
    it('gives fewer permissions, in catalogue order, to offline verifiers and to this application’s API', async () => {
      const { key, subject } = await setUp()
      const answer = await exchange(key, subject, { scope: 'org:members:read org:read org:read' })
      const narrow = ['org:read', 'org:members:read']
      expect(answer.body).toMatchObject({ scope: narrow.join(' '), organization: { permissions: narrow } })
      const { access_token: token } = answer.body
      expect((await verifyToken(token)).org_permissions).toEqual(narrow)
      expect((await me(token)).body).toMatchObject({ org_role: 'admin', org_permissions: narrow })
      const create = (bearer: string) =>
        send(notesRoute.POST, withBearer(bearer, 'POST', '/api/v1/notes', { name: 'Relaunch' }))
      expect((await send(notesRoute.GET, withBearer(token, 'GET', '/api/v1/notes'))).status).toBe(200)
      expect(await create(token)).toMatchObject({ status: 403, body: { code: 'insufficient_permissions' } })
      expect([(await create(subject)).status, (await create(await exchanged(key, subject))).status]).toEqual([201, 201])
    })

    it('gives no token that can end its person’s membership, although leaving requires no permission', async () => {
      const { key, subject, person } = await setUp()
      const leave = (bearer: string) => send(leaveRoute, withBearer(bearer, 'POST', '/api/v1/organization/leave'))
      const refused = await leave(await exchanged(key, subject, { scope: 'org:members:read' }))
      expect([refused.status, refused.body?.code]).toEqual([403, 'insufficient_permissions'])
      expect(await asOwner('select 1 from memberships where user_id = $1', [person.user.id])).toHaveLength(1)
      expect((await leave(subject)).status).toBe(204)
    })

    it.each([
      ['a permission that the person lacks', 'org:read org:delete'],
      ['what is no permission', 'org:read everything'],
      ['a wildcard', 'org:*'],
      ['two spaces', 'org:read  org:members:read'],
      ['a permission in capitals', 'ORG:READ'],
    ])('F1 refuses %s, and stores no token', async (_what, scope) => {
      const { org, key, subject } = await setUp()
      const answer = await exchange(key, subject, { scope })
      expect(answer).toMatchObject(refusal(400, 'invalid_scope'))
      expect(answer.body).not.toHaveProperty('access_token')
      expect(await tokensIn(org.id)).toBe(1)
    })

    it('never gives more than the person’s role, whatever the key may do', async () => {
      const { owner, subject } = await setUp('viewer')
      const key = await createKey(owner.ctx, { role: 'owner' })
      expect(await exchange(key, subject, { scope: 'org:members:write' })).toMatchObject(refusal(400, 'invalid_scope'))
      expect((await exchange(key, subject)).body.scope).toBe(builtInRoles.viewer.join(' '))
    })
  })

  it('F1 gives a backend with a person’s Acme token no access to their other organization', async () => {
    const { key, subject, person, owner, org: acme } = await setUp()
    const globex = await createMember('owner')
    await addMember(globex.org.id, person.user.id, 'admin')
    await asOwner('insert into organization_slugs (organization_id, slug) values ($1, $2)', [
      globex.org.id,
      `${globex.org.slug}-once`,
    ])
    const { id, slug } = globex.org
    for (const by of [key, await createKey(owner.ctx, { role: 'owner' })])
      for (const target of [
        { organization: id },
        { organization: slug },
        { organization: `${slug}-once` },
        { audience: id },
        { audience: slug },
        { organization: acme.id, audience: id },
        { organization: id, audience: acme.id },
        { resource: `${getEnv().APP_URL}/o/${slug}` },
      ])
        expect(await exchange(by, subject, target), JSON.stringify(target)).toMatchObject(
          refusal(400, 'invalid_target'),
        )
    expect(await exchangeBy({}, subject, { organization: id })).toMatchObject(refusal(401, 'invalid_client'))

    // Nor through any other endpoint that takes a bearer token.
    for (const token of [subject, await exchanged(key, subject)]) {
      const there = await me(token, { 'x-organization': id })
      expect([there.status, there.body.code]).toEqual([409, 'organization_mismatch'])
      expect((await me(token)).body.org_id).toBe(acme.id)
      const asked = { organization: id }
      expect([
        (await send(sessionTokenRoute, withBearer(token, 'POST', '/api/token', asked))).status,
        (await send(switchRoute, withBearer(token, 'PUT', '/api/session/organization', asked))).status,
      ]).toEqual([401, 401])
    }
    expect(await tokensIn(id)).toBe(0)
    // The person changes organizations with their session.
    expect((await issueOrgToken({ ...person.ctx, organization: id })).organization.id).toBe(id)
  })

  it('A001 answers alike for another organization and for an unknown one', async () => {
    const { key, subject } = await setUp()
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
      const answer = await exchange(key, subject, { organization })
      expect(answer).toMatchObject(refusal(400, 'invalid_target'))
      answers.push(answer.text)
    }
    expect(new Set(answers).size).toBe(1)
    for (const resource of ['https://x', `${getEnv().APP_URL}/api`])
      expect(await exchange(key, subject, { resource })).toMatchObject(refusal(400, 'invalid_target'))
  })

  it('A001 A140 tells a key of another organization no more about a token than about nonsense', async () => {
    const [acme, globex] = [await setUp(), await setUp()]
    await addMember(globex.org.id, acme.person.user.id, 'admin')
    const answers = []
    for (const subject of [acme.subject, await tokenOf(acme.key), await exchanged(acme.key, acme.subject), 'nonsense'])
      for (const fields of [{}, { organization: globex.org.id }]) {
        const answer = await exchange(globex.key, subject, fields)
        expect(answer).toMatchObject(refusal(400, 'invalid_request'))
        answers.push(answer.text)
      }
    expect(new Set(answers).size).toBe(1)
    expect(await exchange(globex.key, acme.subject, { organization: acme.org.id })).toMatchObject(
      refusal(400, 'invalid_target'),
    )
  })

  it('A132 A138 A134 refuses foreign or altered tokens, and tokens for other audiences', async () => {
    const { key, subject, person, owner } = await setUp()
    const other = await setUp()
    const elsewhere = await createSession(person.user.id)
    const claims = await verifyToken(subject)
    const { signing } = await keyring()
    const sign = (changes: object, typ = 'at+jwt') =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'ES256', typ, kid: signing.kid })
        .sign(signing.key)
    const now = Math.floor(Date.now() / 1000)
    for (const [by, token] of [
      [key, await sign({ aud: 'https://other.example' })],
      [key, await sign({ iss: 'https://other.example' })],
      [key, await sign({ iat: now - 200, exp: now - 60 })],
      [key, await sign({ jti: 'tok_00000000000000000000000000' })],
      [key, await sign({ sub: owner.user.id })],
      [key, await sign({ sid: elsewhere.sessionId })],
      [key, await sign({ org_id: other.org.id })],
      [other.key, await sign({ org_id: other.org.id })],
      [key, await sign({}, 'JWT')],
      [key, await sealSession(person.session)],
      [key, `${subject}x`],
      [key, 'nonsense'],
    ] as const)
      expect(await exchange(by, token)).toMatchObject(refusal(400, 'invalid_request'))
    expect((await exchange(key, await sign({}))).status).toBe(200)
  })

  it('refuses the token of an API key, whether its own or another’s', async () => {
    const { key, owner } = await setUp()
    const [own, others] = [await tokenOf(key), await tokenOf(await createKey(owner.ctx))]
    for (const token of [own, others]) expect(await exchange(key, token)).toMatchObject(refusal(400, 'invalid_request'))
  })

  it('refuses an exchanged token, even if its claims hide the exchange', async () => {
    const { key, subject, owner } = await setUp()
    const token = await exchanged(key, subject)
    const { act: _none, ...claims } = await verifyToken(token)
    const { signing } = await keyring()
    const silent = await new SignJWT({ ...claims, client_id: 'web' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid })
      .sign(signing.key)
    expect(await works(silent)).toEqual([true])
    for (const by of [key, await createKey(owner.ctx, { role: 'owner' })])
      for (const shown of [token, silent])
        expect(await exchange(by, shown)).toMatchObject(refusal(400, 'invalid_request'))
    expect((await exchange(key, subject)).status).toBe(200)
  })

  it.each<[string, (setup: Setup) => Promise<unknown>]>([
    ['was revoked', ({ subject }) => revokeRow(subject)()],
    [
      'has expired',
      ({ org }) => asOwner('update org_tokens set expires_at = now() where organization_id = $1', [org.id]),
    ],
    ['was signed out', ({ person }) => endSession(person.session.sessionId)],
    [
      'stands on a session that has expired',
      ({ person }) => asOwner('update sessions set expires_at = now() where id = $1', [person.session.sessionId]),
    ],
    [
      'speaks for a role that its person no longer has',
      ({ person }) => asOwner(`update memberships set role = 'member' where user_id = $1`, [person.user.id]),
    ],
    ['speaks for a person who was removed', ({ owner, person }) => removeMember(owner.ctx, person.user.id)],
  ])('A145 A146 A148 A149 refuses a subject token that %s', async (_what, end) => {
    const setup = await setUp()
    await end(setup)
    expect(await exchange(setup.key, setup.subject)).toMatchObject(refusal(400, 'invalid_request'))
    expect(await tokensIn(setup.org.id)).toBe(1)
  })

  it('A149 refuses a subject token whose organization was deleted, as it refuses the key', async () => {
    const { org, key, subject } = await setUp()
    await asOwner('update organizations set deleted_at = now() where id = $1', [org.id])
    expect(await exchange(key, subject)).toMatchObject(refusal(401, 'invalid_client'))
  })

  it.each<[string, Others, (setup: Setup) => Promise<unknown>]>([
    ['the subject token is revoked', 'others live', ({ subject }) => revokeRow(subject)()],
    [
      'a key revokes the subject token',
      'others live',
      async ({ owner, subject }) =>
        postForm(revokeRoute, { token: subject, ...inForm(await createKey(owner.ctx, { role: 'admin' })) }),
    ],
    ['its session is signed out', 'all end', ({ person }) => endSession(person.session.sessionId)],
    [
      'its person’s role changes',
      'all end',
      ({ owner, person }) => changeRole(owner.ctx, person.user.id, { role: 'member' }),
    ],
    ['its person is removed', 'all end', ({ owner, person }) => removeMember(owner.ctx, person.user.id)],
    ['its person leaves', 'all end', ({ person }) => leaveOrganization(person.ctx)],
    [
      'its organization is deleted',
      'all end',
      ({ org }) => asOwner('update organizations set deleted_at = now() where id = $1', [org.id]),
    ],
  ])('A145 A146 A148 A149 gives a token that ends, online and offline, when %s', async (_what, others, end) => {
    const setup = await setUp()
    const { key, subject, person } = setup
    const children = [await exchanged(key, subject), await exchanged(key, subject, { scope: 'org:read' })]
    const { access_token: unrelated } = await issueOrgToken(person.ctx)
    const nephew = await exchanged(key, unrelated)
    expect(await works(subject, ...children, nephew)).toEqual([true, true, true, true])
    await end(setup)
    expect(await works(subject, ...children)).toEqual([false, false, false])
    expect(await Promise.all([subject, ...children].map(isListedRevoked))).toEqual([true, true, true])
    const lives = others === 'others live'
    expect([await works(unrelated, nephew), await isListedRevoked(nephew)]).toEqual([[lives, lives], !lives])
  })

  const endsOfKey: [string, (setup: Setup) => Promise<unknown>][] = [
    ['is revoked', ({ owner, key }) => revokeApiKey(owner.ctx, key.id)],
    [
      'gets another end',
      ({ key }) => asOwner('update api_keys set expires_at = now() + $2 where id = $1', [key.id, '1 h']),
    ],
    [
      'loses its creator',
      async ({ owner, org }) => {
        const other = await createMember('owner', org)
        await removeMember(other.ctx, owner.user.id)
      },
    ],
  ]
  it.each(endsOfKey)(
    'A149 gives a token that ends, online and offline, when the key that exchanged it %s',
    async (_what, end) => {
      const setup = await setUp()
      const { key, subject } = setup
      const token = await exchanged(key, subject)
      expect(await works(token, subject)).toEqual([true, true])
      await end(setup)
      expect([await works(token, subject), await isListedRevoked(token)]).toEqual([[false, true], true])
    },
  )

  it('A152 gives a token that ends no later than the key that exchanged it', async () => {
    const { key, subject } = await setUp()
    await asOwner("update api_keys set expires_at = now() + interval '100 seconds' where id = $1", [key.id])
    const { iat, exp } = await verifyToken((await exchange(key, subject)).body.access_token)
    expect(exp! - iat!).toBeLessThanOrEqual(100)
  })

  it('lets a key revoke the tokens that it exchanged, and no other key without the permission', async () => {
    const { owner, key, subject } = await setUp()
    const token = await exchanged(key, subject)
    const revoke = async (by: Key) => (await postForm(revokeRoute, { token, ...inForm(by) })).status
    expect([await revoke(await createKey(owner.ctx)), await works(token)]).toEqual([400, [true]])
    expect([await revoke(key), await works(token, subject)]).toEqual([200, [false, true]])
  })

  it('keeps the subject token when an exchanged token is revoked', async () => {
    const { key, subject } = await setUp()
    const [token, sibling] = [await exchanged(key, subject), await exchanged(key, subject)]
    await revokeRow(token)()
    expect(await works(token, sibling, subject)).toEqual([false, true, true])
  })

  it('A152 gives a token that ends no later than the subject token and its session', async () => {
    const { key, person, subject } = await setUp()
    const parent = await verifyToken(subject)
    // Far from both limits: an ordinary token would be valid for five minutes.
    const end = Math.floor(Date.now() / 1000) + 200
    await asOwner('update org_tokens set expires_at = to_timestamp($2) where id = $1', [parent.jti, end])
    const answer = await exchange(key, subject)
    expect(await verifyToken(answer.body.access_token)).toMatchObject({ exp: end })
    expect(answer.body.expires_in).toBe(end - decodeJwt(answer.body.access_token).iat!)

    await asOwner('update sessions set expires_at = to_timestamp($2) where id = $1', [
      person.session.sessionId,
      end - 100,
    ])
    const { access_token: short } = await issueOrgToken(person.ctx)
    expect(await verifyToken(await exchanged(key, short))).toMatchObject({ exp: end - 100 })
  })

  it('A145 lists a token as revoked together with its parent, also shortly after both have expired', async () => {
    const { org, key, subject } = await setUp()
    const token = await exchanged(key, subject)
    await asOwner(`update org_tokens set expires_at = now() - interval '20 seconds' where organization_id = $1`, [
      org.id,
    ])
    await revokeRow(subject)()
    const rows = await asOwner('select revoked_at is null as live from org_tokens where organization_id = $1', [org.id])
    expect(rows).toEqual([{ live: false }, { live: false }])
    expect(await works(token)).toEqual([false])
  })

  it('A145 does not outlive a revocation at the same moment', async () => {
    const { org, key, subject } = await setUp()
    // Until the commit, every read of the token still finds it valid.
    const revocation = 'update org_tokens set revoked_at = now() where organization_id = $1'
    const [asked] = await whileHeld(revocation, [org.id], () => [exchange(key, subject)])
    expect(asked).toMatchObject({ status: 'fulfilled', value: refusal(400, 'invalid_request') })
    expect(await tokensIn(org.id)).toBe(1)
  })

  it('causes no deadlock when many keys exchange one token at once', async () => {
    const { key, owner, subject } = await setUp()
    const other = await createKey(owner.ctx)
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => [exchange(key, subject), exchange(other, subject)]).flat(),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  })

  it('is recorded in the audit log once, with the key as actor and the subject token as target', async () => {
    const { org, owner, person, key, subject } = await setUp()
    const trail = () =>
      asOwner(
        `select actor_type, actor_id, on_behalf_of, target_type, target_id, target_name, changes, ip from audit_events
         where organization_id = $1 and action = 'token.exchanged'`,
        [org.id],
      )
    for (const fields of [{ scope: 'org:delete' }, { organization: 'nowhere' }, { actor_token: 'x' }])
      expect((await exchange(key, subject, fields)).status).toBe(400)
    expect(await trail()).toEqual([])
    const answer = await exchangeBy(inForm(key), subject, {}, fromAddress('203.0.113.9'))
    expect(answer.status).toBe(200)
    expect(await trail()).toEqual([
      {
        actor_type: 'api_key',
        actor_id: key.id,
        on_behalf_of: owner.user.id,
        target_type: 'token',
        target_id: (await verifyToken(subject)).jti,
        target_name: person.user.email,
        changes: {},
        ip: '203.0.113.9',
      },
    ])
    expect(JSON.stringify(await trail())).not.toContain(subject)
  })

  it('F1 stores neither a token without its event nor an event without its token', async () => {
    const { org, person, key, subject } = await setUp()
    const { jti: parentId, sid, sub: userId } = await verifyToken(subject)
    const apiKey = { id: key.id, secretHash: hashSecret(key.secret) }
    const member = { userId, sessionId: sid!, cookieVersion: null, organization: org.id, tokenId: null }
    const fails = () => Promise.reject(new Error('no event'))
    const exchangeIt = exchangeOrgToken({ apiKey, member, parentId, scope: null, audience: undefined }, fails)
    await expect(exchangeIt).rejects.toThrow('no event')
    expect(await tokensIn(org.id)).toBe(1)
    await endSession(person.session.sessionId)
    expect((await exchange(key, subject)).status).toBe(400)
    const events = 'select 1 from audit_events where organization_id = $1 and action = $2'
    expect(await asOwner(events, [org.id, 'token.exchanged'])).toEqual([])
  })

  it.each(['Basic authentication', 'the form'])('accepts a key’s id and secret by %s', async (way) => {
    const { key, subject } = await setUp()
    const answer = way === 'the form' ? exchange(key, subject) : exchangeBy({}, subject, {}, basic(key))
    expect((await answer).status).toBe(200)
  })

  it.each<[string, (setup: Setup & { other: Key }) => [object, object]]>([
    ['no credentials', () => [{}, {}]],
    ['an id alone', ({ key }) => [{ client_id: key.id }, {}]],
    ['the id of no key', () => [{ client_id: 'any-public-client' }, {}]],
    ['a secret alone', ({ key }) => [{ client_secret: key.secret }, {}]],
    ['another key’s secret in the form', ({ key, other }) => [inForm({ ...other, id: key.id }), {}]],
    ['another key’s secret by Basic authentication', ({ key, other }) => [{}, basic({ ...other, id: key.id })]],
    ['the subject token as its credential', ({ subject }) => [{}, { authorization: `Bearer ${subject}` }]],
  ])('A149 refuses %s', async (_what, credentialsOf) => {
    const setup = await setUp()
    const [fields, headers] = credentialsOf({ ...setup, other: await createKey(setup.owner.ctx) })
    const answer = await exchangeBy(fields, setup.subject, { organization: setup.org.id }, headers)
    expect(answer).toMatchObject(refusal(401, 'invalid_client'))
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /)
    expect(await tokensIn(setup.org.id)).toBe(1)
  })

  it.each<[string, (setup: Setup) => Promise<unknown>]>([
    ['was revoked', ({ owner, key }) => revokeApiKey(owner.ctx, key.id)],
    ['has expired', ({ key }) => asOwner('update api_keys set expires_at = now() where id = $1', [key.id])],
    [
      'was made by a member who has left',
      async ({ org, owner }) => removeMember((await createMember('owner', org)).ctx, owner.user.id),
    ],
  ])('A149 refuses a key that %s', async (_what, end) => {
    const setup = await setUp()
    await end(setup)
    expect(await exchange(setup.key, setup.subject)).toMatchObject(refusal(401, 'invalid_client'))
  })

  it('is limited for each key, and wrong secrets do not count', async () => {
    const { org, owner, key, subject } = await setUp()
    const other = await createKey(owner.ctx)
    await consume('exchanges_by_client', key.id, limitOf('exchanges_by_client') - 1)
    const wrong = exchangeBy({ ...inForm(other), client_id: key.id }, subject, {}, fromAddress('192.0.2.9'))
    expect((await wrong).status).toBe(401)
    expect((await exchange(key, subject)).status).toBe(200)
    const before = await tokensIn(org.id)
    const limited = await exchange(key, subject)
    expect(limited).toMatchObject(refusal(429, 'rate_limited'))
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await tokensIn(org.id)).toBe(before)
    expect((await exchange(other, subject)).status).toBe(200)
  })

  it.each([
    ['an actor token', { actor_token: 'y' }],
    ['another type of subject token', { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }],
    ['no type of subject token', { subject_token_type: '' }],
    ['another type of answer', { requested_token_type: 'urn:ietf:params:oauth:token-type:saml2' }],
    ['no subject token', { subject_token: '' }],
  ])('refuses %s', async (_what, fields) => {
    const { key, subject } = await setUp()
    expect(await exchange(key, subject, fields)).toMatchObject(refusal(400, 'invalid_request'))
  })
})
