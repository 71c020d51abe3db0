// Introspection and revocation: only for tokens of the calling key's own organization.
import { describe, expect, it } from 'vitest'
import { POST as introspectRoute } from '@/app/api/oauth/introspect/route'
import { POST as revokeRoute } from '@/app/api/oauth/revoke/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { revokeApiKey } from '@/lib/api-keys/commands'
import { endSession } from '@/lib/accounts/sessions'
import { builtInRoles, permissionsOf } from '@/lib/permissions/roles'
import { changeRole, removeMember } from '@/lib/members/commands'
import { issueOrgToken } from '@/lib/org-token/issue'
import { verifyToken } from '@/lib/org-token/verify'
import { apiRequest, asOwner, createMember, send } from '@/lib/testing/fixtures'
import { basic, createKey, fromAddress, inForm, postForm, tokenOf, type Key } from '@/lib/testing/oauth'

const introspect = (key: Key, token: string) => postForm(introspectRoute, { token }, basic(key))
const revoke = (key: Key, token: string) => postForm(revokeRoute, { token, ...inForm(key) })
const worksFor = async (token: string) =>
  (await send(meRoute, apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` }))).status === 200

const setUp = async () => {
  const owner = await createMember('owner')
  const member = await createMember('member', owner.org)
  const key = await createKey(owner.ctx)
  const { access_token: token } = await issueOrgToken(member.ctx)
  return { owner, member, key, token }
}

const dead = { status: 200, text: '{"active":false}' }

describe('introspection', () => {
  it('returns the claims of a person’s live token', async () => {
    const { member, key, token } = await setUp()
    const answer = await introspect(key, token)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toEqual({
      ...(await verifyToken(token)),
      active: true,
      token_type: 'Bearer',
      scope: permissionsOf('member').join(' '),
      username: member.user.email,
    })
    expect(answer.body).toMatchObject({ client_id: 'web', sub: member.user.id, org_id: member.org.id })
  })

  it('returns the claims of a key’s live token, also to the key itself', async () => {
    const { key } = await setUp()
    const { body } = await introspect(key, await tokenOf(key))
    expect(body).toMatchObject({ active: true, sub: key.id, client_id: key.id, org_role: 'viewer' })
    expect(body.username).toBeUndefined()
  })

  it('A145 A146 A148 A149 reports an ended token as inactive at once, and nothing else about it', async () => {
    type Setup = Awaited<ReturnType<typeof setUp>>
    const ends: Record<string, (setup: Setup) => Promise<unknown>> = {
      revoked: async ({ token, owner }) => revoke(await createKey(owner.ctx, { role: 'owner' }), token),
      expired: ({ owner }) =>
        asOwner('update org_tokens set expires_at = now() where organization_id = $1', [owner.org.id]),
      'signed out': ({ member }) => endSession(member.session.sessionId),
      'session expired': ({ member }) =>
        asOwner('update sessions set expires_at = now() where id = $1', [member.session.sessionId]),
      demoted: ({ owner, member }) => changeRole(owner.ctx, member.user.id, { role: 'viewer' }),
      removed: ({ owner, member }) => removeMember(owner.ctx, member.user.id),
    }
    for (const [what, end] of Object.entries(ends)) {
      const setup = await setUp()
      expect((await introspect(setup.key, setup.token)).body.active, what).toBe(true)
      await end(setup)
      expect(await introspect(setup.key, setup.token), what).toMatchObject(dead)
    }
  })

  it('reports a key’s token as inactive once the key has ended', async () => {
    const { owner, key } = await setUp()
    const other = await createKey(owner.ctx)
    const token = await tokenOf(other)
    expect((await introspect(key, token)).body.active).toBe(true)
    await revokeApiKey(owner.ctx, other.id)
    expect(await introspect(key, token)).toMatchObject(dead)
  })

  it('A001 A140 answers another organization’s token like nonsense', async () => {
    const [a, b] = [await setUp(), await setUp()]
    // The first letter of the signature: the last one has bits that count for nothing.
    const bent = a.token.replace(/[^.](?=[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'))
    for (const token of [b.token, await tokenOf(b.key), 'nonsense', `${a.token}x`, bent])
      expect(await introspect(a.key, token)).toMatchObject(dead)
    expect((await introspect(b.key, b.token)).body.active).toBe(true)
  })

  it('A149 refuses keys that are not live', async () => {
    const { owner, key, token } = await setUp()
    for (const headers of [{}, { authorization: `Bearer ${token}` }, basic({ ...key, secret: `${key.secret}0` })]) {
      const answer = await postForm(introspectRoute, { token }, headers)
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /)
    }
    expect(await postForm(introspectRoute, {}, basic(key))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
    await revokeApiKey(owner.ctx, key.id)
    expect((await introspect(key, token)).status).toBe(401)
    expect((await revoke(key, token)).status).toBe(401)
  })

  it('refuses an expired key, even if it was not revoked', async () => {
    const { key, token } = await setUp()
    expect((await introspect(key, token)).body.active).toBe(true)
    await asOwner(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [key.id])
    expect(await introspect(key, token)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(await revoke(key, token)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  it('records when and from where a key was used', async () => {
    const { owner, key, token } = await setUp()
    const used = () =>
      asOwner('select last_used_at, last_used_ip from api_keys where organization_id = $1', [owner.org.id])
    expect(await used()).toEqual([{ last_used_at: null, last_used_ip: null }])
    await postForm(introspectRoute, { token }, { ...basic(key), ...fromAddress('203.0.113.7') })
    expect(await used()).toEqual([{ last_used_at: expect.any(Date), last_used_ip: '203.0.113.7' }])
  })
})

describe('revocation', () => {
  it('ends a person’s token at once, by a key with the permission, and is recorded', async () => {
    const { owner, member, token } = await setUp()
    const key = await createKey(owner.ctx, { permissions: [...builtInRoles.member, 'org:members:write'] })
    expect(await worksFor(token)).toBe(true)
    expect(await revoke(key, token)).toMatchObject({ status: 200, text: '' })
    expect(await worksFor(token)).toBe(false)
    expect((await revoke(key, token)).status).toBe(200)
    const { jti } = await verifyToken(token)
    const events = await asOwner(
      `select actor_id, target_id, target_name from audit_events where organization_id = $1 and action = 'token.revoked'`,
      [owner.org.id],
    )
    expect(events).toEqual([{ actor_id: key.id, target_id: jti, target_name: member.user.email }])
    expect(JSON.stringify(events)).not.toContain(token)
  })

  it('ends a key’s own token without any permission', async () => {
    const { key } = await setUp()
    const token = await tokenOf(key)
    expect((await revoke(key, token)).status).toBe(200)
    expect(await worksFor(token)).toBe(false)
    expect(await worksFor(await tokenOf(key))).toBe(true)
  })

  it('A070 refuses a key without the permission instead of answering as if the token were gone', async () => {
    const { key, token } = await setUp()
    expect(await revoke(key, token)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } })
    expect(await worksFor(token)).toBe(true)
  })

  it('A070 requires the permission to remove the person: only an owner’s key ends an owner’s token', async () => {
    const { owner } = await setUp()
    const admin = await createMember('admin', owner.org)
    const [{ access_token: owners }, { access_token: admins }] = [
      await issueOrgToken(owner.ctx),
      await issueOrgToken(admin.ctx),
    ]
    const [adminKey, ownerKey] = [
      await createKey(admin.ctx, { role: 'admin' }),
      await createKey(owner.ctx, { role: 'owner' }),
    ]
    const refused = await revoke(adminKey, owners)
    expect(refused).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } })
    expect(refused.body.error_description).toContain('org:delete, org:transfer')
    expect(await worksFor(owners)).toBe(true)
    expect((await revoke(adminKey, admins)).status).toBe(200)
    expect(await worksFor(admins)).toBe(false)
    expect((await revoke(ownerKey, owners)).status).toBe(200)
    expect(await worksFor(owners)).toBe(false)
  })

  it('A070 of another key’s token requires the permission to revoke that key', async () => {
    const { owner, key } = await setUp()
    const token = await tokenOf(key)
    const [remover, keeper] = [
      await createKey(owner.ctx, { permissions: ['org:read', 'org:members:write'] }),
      await createKey(owner.ctx, { permissions: ['org:api_keys:write'] }),
    ]
    expect(await revoke(remover, token)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } })
    expect(await worksFor(token)).toBe(true)
    expect((await revoke(keeper, token)).status).toBe(200)
    expect(await worksFor(token)).toBe(false)
  })

  it('A001 changes nothing in another organization and does not reveal it', async () => {
    const [a, b] = [await setUp(), await setUp()]
    const key = await createKey(a.owner.ctx, { role: 'owner' })
    for (const token of [b.token, 'nonsense', `${a.token}x`])
      expect(await revoke(key, token)).toMatchObject({ status: 200, text: '' })
    expect(await worksFor(b.token)).toBe(true)
    expect(await worksFor(a.token)).toBe(true)
    expect(await postForm(revokeRoute, inForm(key))).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })
})
