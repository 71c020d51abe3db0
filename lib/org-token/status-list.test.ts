import { inflateSync } from 'node:zlib'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { GET as statusRoute } from '@/app/.well-known/token-status/[list]/route'
import { endSession } from '@/lib/accounts/sessions'
import { changeRole, removeMember } from '@/lib/members/commands'
import { apiRequest, asOwner, countStatements, createMember, send } from '@/lib/testing/fixtures'
import { issueOrgToken } from './issue'
import { keyring } from './keys'
import { listSize } from './status'
import { getStatusList, ttlSeconds } from './status-list'

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
const place = (token: string) => claimsOf(token).status.status_list as { idx: number; uri: string }
const numberOf = (uri: string) => uri.split('/').at(-1)!

// Whole seconds, as in `iat`.
let nowMs = Math.floor(Date.now() / 1000) * 1000

/** The list after every earlier copy has expired. */
const later = () => (nowMs += ttlSeconds * 1000)

async function bitsOf(uri: string) {
  const { jwt } = await getStatusList(numberOf(uri), later())
  const { payload, protectedHeader } = await jwtVerify(jwt, createLocalJWKSet((await keyring()).jwks), {
    typ: 'statuslist+jwt',
    algorithms: ['ES256'],
    currentDate: new Date(nowMs),
  })
  const { lst, bits } = payload.status_list as { lst: string; bits: number }
  const bytes = inflateSync(Buffer.from(lst, 'base64url'))
  const isRevoked = (index: number) => (bytes[index >> 3]! >> (index & 7)) & 1
  return { payload, protectedHeader, bits, bytes, isRevoked }
}

const deleted = 'update organizations set deleted_at = now() where id = $1'

const setUp = async () => {
  const owner = await createMember('owner')
  const member = await createMember('member', owner.org)
  const token = (await issueOrgToken(member.ctx)).access_token
  const other = (await issueOrgToken(owner.ctx)).access_token
  return { owner, member, token: place(token), other: place(other) }
}

describe('the status list', () => {
  it('is signed, has the correct claims, and has a place for every token', async () => {
    const { token } = await setUp()
    const { payload, protectedHeader, bits, bytes } = await bitsOf(token.uri)
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'statuslist+jwt', kid: (await keyring()).signing.kid })
    expect(payload).toMatchObject({ sub: token.uri, ttl: 15, iat: Math.floor(nowMs / 1000) })
    expect(payload.exp).toBeGreaterThan(payload.iat!)
    expect([bits, bytes.length]).toEqual([1, listSize / 8])
  })

  it.each<[string, (set: Awaited<ReturnType<typeof setUp>>) => Promise<unknown>]>([
    ['A148 its session ends', ({ member }) => endSession(member.session.sessionId)],
    ['A146 its member is removed', ({ owner, member }) => removeMember(owner.ctx, member.user.id)],
    ['A145 its member is demoted', ({ owner, member }) => changeRole(owner.ctx, member.user.id, { role: 'viewer' })],
    [
      'it is revoked',
      ({ member }) => asOwner('update org_tokens set revoked_at = now() where user_id = $1', [member.user.id]),
    ],
  ])('sets a token’s bit, and no other, once %s', async (_why, end) => {
    const set = await setUp()
    const before = await bitsOf(set.token.uri)
    expect([before.isRevoked(set.token.idx), before.isRevoked(set.other.idx)]).toEqual([0, 0])
    await end(set)
    const after = await bitsOf(set.token.uri)
    expect([after.isRevoked(set.token.idx), after.isRevoked(set.other.idx)]).toEqual([1, 0])
  })

  const expire = (userId: string, seconds: number) =>
    asOwner('update org_tokens set expires_at = now() - make_interval(secs => $2) where user_id = $1', [
      userId,
      seconds,
    ])

  it('keeps a token for as long as a verifier with a slow clock may accept it, and no longer', async () => {
    const { member, token } = await setUp()
    await asOwner('update org_tokens set revoked_at = now() where user_id = $1', [member.user.id])
    await expire(member.user.id, 20)
    expect((await bitsOf(token.uri)).isRevoked(token.idx)).toBe(1)
    await expire(member.user.id, 61)
    expect((await bitsOf(token.uri)).isRevoked(token.idx)).toBe(0)
  })

  it.each<[string, (set: Awaited<ReturnType<typeof setUp>>) => Promise<unknown>]>([
    ['session ends', ({ member }) => endSession(member.session.sessionId)],
    ['member is removed', ({ owner, member }) => removeMember(owner.ctx, member.user.id)],
    ['organization is deleted', ({ owner }) => asOwner(deleted, [owner.org.id])],
  ])('includes a token that has just expired when its %s', async (_why, end) => {
    const set = await setUp()
    await expire(set.member.user.id, 5)
    await end(set)
    expect((await bitsOf(set.token.uri)).isRevoked(set.token.idx)).toBe(1)
  })

  it.each([
    ['session', 'delete from sessions where user_id = $1'],
    ['person', 'delete from users where id = $1'],
  ])('A149 keeps the bit of a token whose row was deleted with its %s', async (_what, sql) => {
    const { member, token, other } = await setUp()
    await asOwner(sql, [member.user.id])
    expect(await asOwner('select 1 from org_tokens where user_id = $1', [member.user.id])).toEqual([])
    const { isRevoked } = await bitsOf(token.uri)
    expect([isRevoked(token.idx), isRevoked(other.idx)]).toEqual([1, 0])
  })

  it('is built once in its lifetime for any number of requests', async () => {
    const { token } = await setUp()
    await keyring()
    const at = later()
    const counted = countStatements()
    const all = await Promise.all(Array.from({ length: 200 }, () => getStatusList(numberOf(token.uri), at)))
    expect(new Set(all.map(({ jwt }) => jwt)).size).toBe(1)
    await getStatusList(numberOf(token.uri), at + 14_999)
    expect(counted.statements.filter((sql) => sql.includes('org_tokens')).length).toBe(1)
    expect((await getStatusList(numberOf(token.uri), at + 15_000)).jwt).not.toBe(all[0]!.jwt)
  })

  it('is cacheable for every origin, and answers 304 to a matching ETag', async () => {
    const { token } = await setUp()
    const list = numberOf(token.uri)
    vi.useFakeTimers({ toFake: ['Date'], now: later() })
    onTestFinished(() => void vi.useRealTimers())
    const ask = (headers = {}) => fetchList(list, headers)
    const { status, headers, text } = await ask({ host: 'evil.example', accept: 'text/html' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/statuslist+jwt')
    expect(headers.get('cache-control')).toBe('public, max-age=15')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(text.split('.')).toHaveLength(3)
    const again = await ask({ 'if-none-match': headers.get('etag')! })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('is cached for the rest of its lifetime only', async () => {
    const { token } = await setUp()
    const at = later()
    const ages = await Promise.all([0, 10_999, 14_999].map((ms) => getStatusList(numberOf(token.uri), at + ms)))
    expect(ages.map(({ secondsLeft }) => secondsLeft)).toEqual([15, 4, 0])
    // Counted from its `iat`, which has no fractions of a second.
    const odd = await getStatusList(numberOf(token.uri), later() + 900)
    expect(odd.secondsLeft).toBe(14)
    expect((await getStatusList(numberOf(token.uri), nowMs + 15_000)).jwt).not.toBe(odd.jwt)
  })

  it.each(['999999', '-1', '01', '1.5', 'x', '', '1e3', '%00', '99999999999999999999'])(
    'has no list %j',
    async (list) => {
      await setUp()
      const refused = await send(statusRoute, apiRequest('GET', '/.well-known/token-status/x'), { list })
      expect([refused.status, refused.body.code]).toEqual([404, 'not_found'])
    },
  )
})

async function fetchList(list: string, headers: Record<string, string>) {
  const request = apiRequest('GET', `/.well-known/token-status/${list}`, undefined, headers)
  const response = await statusRoute(request, { params: Promise.resolve({ list }) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
