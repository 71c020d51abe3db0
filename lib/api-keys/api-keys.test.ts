import { describe, expect, it } from 'vitest'
import * as item from '@/app/api/v1/api-keys/[id]/route'
import * as collection from '@/app/api/v1/api-keys/route'
import { hashSecret } from '@/lib/auth/hash-secret'
import { apiKeyPrefix } from '@/lib/config'
import { builtInRoles } from '@/lib/permissions/roles'
import type { OrgContext } from '@/lib/db/session'
import { AppError } from '@/lib/errors'
import { changeRole, removeMember } from '@/lib/members/commands'
import {
  addMember,
  apiRequest,
  asOwner,
  bearerRequest,
  createMember,
  expectCode,
  send,
  memberRequest,
} from '@/lib/testing/fixtures'
import { notesRoute } from '@/lib/testing/notes-routes'
import { describeIsolation } from '@/lib/testing/isolation'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { createApiKey, maxKeys, revokeApiKey } from './commands'
import { listApiKeys } from './queries'

const page = { limit: 100 }

const find = async (ctx: OrgContext, id: string) => {
  const key = (await listApiKeys(ctx, page)).data.find((row) => row.id === id)
  if (!key) throw new AppError('not_found')
  return key
}

describeIsolation({
  table: 'api_keys',
  read: 'org:api_keys:read',
  create: createKey,
  list: async (ctx) => (await listApiKeys(ctx, page)).data,
  get: find,
  update: revokeApiKey,
  remove: revokeApiKey,
})

const withToken = (token: string, method: string, path: string, body?: unknown) =>
  apiRequest(method, path, body, { authorization: `Bearer ${token}` })

const rowsOf = (table: 'api_keys' | 'audit_events', organizationId: string) =>
  asOwner(`select * from ${table} where organization_id = $1`, [organizationId])

describe('an API key', () => {
  it('is created and listed by admins, and refused to lower roles', async () => {
    const admin = await createMember('admin')
    const { id } = await createKey(admin.ctx)
    for (const role of ['member', 'viewer'] as const) {
      const { ctx } = await createMember(role, admin.org)
      await expectCode(createKey(ctx), 'insufficient_permissions')
      await expectCode(listApiKeys(ctx, page), 'insufficient_permissions')
      await expectCode(revokeApiKey(ctx, id), 'insufficient_permissions')
    }
  })

  it('A070 A069 cannot exceed its creator’s permissions, and the refusal names the missing ones', async () => {
    const { ctx } = await createMember('admin')
    const asking = createApiKey(ctx, { name: 'x', permissions: ['org:read', 'org:delete', 'org:transfer'] })
    await expect(asking).rejects.toThrow(/: org:delete, org:transfer\.$/)
    await expectCode(createApiKey(ctx, { name: 'x', permissions: ['org:delete'] }), 'insufficient_permissions')
    await expect(createApiKey(ctx, { name: 'x', role: 'owner' })).rejects.toThrow('org:delete, org:transfer')
    await expectCode(createApiKey(ctx, { name: 'x', role: 'nothing' }), 'validation_failed')
    expect((await listApiKeys(ctx, page)).data).toEqual([])
  })

  it('A345 stores its secret as a hash and keeps it out of lists and the audit log', async () => {
    const { ctx, org, user } = await createMember('admin')
    const { id, secret } = await createKey(ctx)
    const [row] = await rowsOf('api_keys', org.id)
    expect(row).toMatchObject({
      id,
      secret_hash: hashSecret(secret),
      prefix: secret.slice(0, apiKeyPrefix.length + 4),
      created_by: user.id,
    })
    await revokeApiKey(ctx, id)
    const events = await rowsOf('audit_events', org.id)
    expect(events.map(({ action, target_id }) => [action, target_id])).toEqual([
      ['api_key.created', id],
      ['api_key.revoked', id],
    ])
    const written = JSON.stringify([row, events])
    expect(written).not.toContain(secret)
    expect(JSON.stringify(events)).not.toContain(hashSecret(secret))
  })

  it('A070 A145 loses permissions with its creator, and its live tokens end', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const key = await createKey(admin.ctx, { permissions: ['org:members:read', 'org:members:write'] })
    const token = await tokenOf(key)
    expect((await send(notesRoute.GET, withToken(token, 'GET', '/api/v1/notes'))).status).toBe(200)
    await changeRole(owner.ctx, admin.user.id, { role: 'viewer' })
    expect((await send(notesRoute.GET, withToken(token, 'GET', '/api/v1/notes'))).status).toBe(401)
    const left = {
      permissions: ['org:members:read', 'org:members:write'],
      effectivePermissions: ['org:members:read'],
    }
    expect(await find(owner.ctx, key.id)).toMatchObject({ ...left, creator: { id: admin.user.id } })
    const reduced = await tokenOf(key)
    expect((await send(notesRoute.GET, withToken(reduced, 'GET', '/api/v1/notes'))).status).toBe(200)
    const refused = await send(notesRoute.POST, withToken(reduced, 'POST', '/api/v1/notes', { name: 'x' }))
    expect(refused).toMatchObject({ status: 403, body: { code: 'insufficient_permissions' } })
  })

  it('A070 A081 A146 stops when its creator leaves, and the list says so', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const key = await createKey(admin.ctx)
    const token = await tokenOf(key)
    await removeMember(owner.ctx, admin.user.id)
    expect((await send(notesRoute.GET, withToken(token, 'GET', '/api/v1/notes'))).status).toBe(401)
    await expect(tokenOf(key)).rejects.toThrow('invalid_client')
    expect(await find(owner.ctx, key.id)).toMatchObject({ creator: null, effectivePermissions: [] })
  })

  it('A081 stays stopped when its creator returns, as an owner too, who can make another', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const key = await createKey(admin.ctx, { role: 'admin' })
    const token = await tokenOf(key)
    await removeMember(owner.ctx, admin.user.id)
    await addMember(owner.org.id, admin.user.id, 'owner')
    expect((await send(notesRoute.GET, withToken(token, 'GET', '/api/v1/notes'))).status).toBe(401)
    await expect(tokenOf(key)).rejects.toThrow('invalid_client')
    expect(await find(owner.ctx, key.id)).toMatchObject({ creator: null, effectivePermissions: [] })
    expect(await tokenOf(await createKey(admin.ctx))).toEqual(expect.any(String))
  })

  it('A070 cannot create keys, since it cannot confirm with a password', async () => {
    const { ctx, org } = await createMember('owner')
    const token = await tokenOf(await createKey(ctx, { role: 'owner' }))
    const body = { name: 'Child', permissions: ['org:read'] }
    const refused = await send(collection.POST, withToken(token, 'POST', '/api/v1/api-keys', body))
    expect(refused).toMatchObject({ status: 403, body: { code: 'reauth_required' } })
    expect(await rowsOf('api_keys', org.id)).toHaveLength(1)
  })

  it(`is refused beyond ${maxKeys} live keys, also when several are created at once`, async () => {
    const { ctx, org } = await createMember('admin')
    await asOwner(
      `insert into api_keys (organization_id, name, role, permissions, secret_hash, prefix, revoked_at, expires_at)
       select $1, 'k', 'viewer', '{}', gen_random_uuid()::text, 'p',
         case when n = 1 then now() end, case when n = 2 then now() - interval '1 day' end
       from generate_series(1, ${maxKeys + 1}) n`,
      [org.id],
    )
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => createKey(ctx)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expectCode(createKey(ctx), 'conflict')
    await expect(createKey(ctx)).rejects.toThrow('at most 50 API keys')
  })

  it('is listed newest first, page by page', async () => {
    const { ctx, org } = await createMember('admin')
    const ids: string[] = []
    for (let i = 0; i < 3; i++) ids.unshift((await createKey(ctx)).id)
    const first = await listApiKeys(ctx, { limit: 2 })
    const second = await listApiKeys(ctx, { limit: 2, cursor: first.nextCursor! })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
    const other = await createMember('admin')
    await expectCode(listApiKeys(other.ctx, { limit: 2, cursor: first.nextCursor! }), 'validation_failed')
    await asOwner(`update api_keys set revoked_at = now() where organization_id = $1 and id = $2`, [org.id, ids[0]])
    expect((await listApiKeys(ctx, page)).data).toHaveLength(2)
  })
})

describe('the API of API keys', () => {
  it('returns the secret once, lists keys without it, and revokes at once', async () => {
    const { ctx, user } = await createMember('admin')
    const body = { name: ' Export ', role: 'member', expires_in_days: 30 }
    const created = await send(collection.POST, await memberRequest(ctx, 'POST', '/api/v1/api-keys', body))
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      name: 'Export',
      role: 'member',
      last_used_at: null,
      client_id: created.body.id,
    })
    expect([...created.body.permissions].sort()).toEqual([...builtInRoles.member].sort())
    expect(created.body.created_by.user_id).toBe(user.id)
    const lasts = Date.parse(created.body.expires_at) - Date.now()
    expect(Math.round(lasts / 86_400_000)).toBe(30)
    const { client_id: id, client_secret: secret } = created.body
    const token = await tokenOf({ id, secret })
    const listed = await send(collection.GET, await bearerRequest(ctx, 'GET', '/api/v1/api-keys'))
    expect(listed.body.data).toMatchObject([
      {
        id,
        name: 'Export',
        prefix: secret.slice(0, apiKeyPrefix.length + 4),
        effective_permissions: listed.body.data[0].permissions,
      },
    ])
    expect(listed.body.data[0].last_used_at).not.toBeNull()
    expect(listed.text).not.toContain(secret)
    expect(listed.text).not.toContain(hashSecret(secret))
    const remove = async () => send(item.DELETE, await bearerRequest(ctx, 'DELETE', `/api/v1/api-keys/${id}`), { id })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
    expect((await send(notesRoute.GET, withToken(token, 'GET', '/api/v1/notes'))).status).toBe(401)
    await expect(tokenOf({ id, secret })).rejects.toThrow('invalid_client')
  })

  it.each([
    [{ name: 'x' }, 'role'],
    [{ name: 'x', role: 'viewer', permissions: ['org:read'] }, 'role'],
    [{ role: 'viewer' }, 'name'],
    [{ name: 'x', permissions: [] }, 'permissions'],
    [{ name: 'x', permissions: ['org:everything'] }, 'permissions.0'],
    [{ name: 'x', permissions: ['org:read', 'org:read'] }, 'permissions'],
    [{ name: 'x', permissions: 'org:read' }, 'permissions'],
    [{ name: 'x', role: 'OWNER' }, 'role'],
    [{ name: 'x', role: 'auditor' }, 'role'],
    [{ name: 'x', role: 'viewer', expires_in_days: 0 }, 'expires_in_days'],
    [{ name: 'x', role: 'viewer', expires_in_days: 1.5 }, 'expires_in_days'],
    [{ name: 'x', role: 'viewer', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    [{ name: 'x', role: 'viewer', expires_at: 'tomorrow' }, 'expires_at'],
    [{ name: 'x', role: 'viewer', expires_in_days: 1, expires_at: '2999-01-01T00:00:00Z' }, 'expires_at'],
    [{ name: 'x', role: 'viewer', secret_hash: 'x' }, 'secret_hash'],
    [{ name: 'x', role: 'viewer', created_by: 'user_1' }, 'created_by'],
  ])('A073 A074 A076 refuses %j and names the field', async (body, path) => {
    const { ctx } = await createMember('owner')
    const answer = await send(collection.POST, await memberRequest(ctx, 'POST', '/api/v1/api-keys', body))
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path])
  })
})
