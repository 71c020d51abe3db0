import { describe, expect, it } from 'vitest'
import * as item from '@/app/api/v1/roles/[id]/route'
import * as collection from '@/app/api/v1/roles/route'
import { permissions, type Permission } from '@/lib/permissions/catalogue'
import { builtInRoleKeys, builtInRoles } from '@/lib/permissions/roles'
import type { OrgContext } from '@/lib/db/session'
import { authorizeOrg } from '@/lib/db/authorize'
import { invite } from '@/lib/invitations/send'
import { changeRole } from '@/lib/members/commands'
import { issueOrgToken } from '@/lib/org-token/issue'
import { asOwner, bearerRequest, createMember, expectCode, send, uniqueEmail } from '@/lib/testing/fixtures'
import { whileHeld } from '@/lib/testing/locks'
import { describeIsolation } from '@/lib/testing/isolation'
import { createRole, duplicateRole, updateRole } from './commands'
import { getRole, listRoles } from './queries'
import { deleteRole } from './deletion'
import { createRoleSchema, maxRoles, proposeKey } from './schema'

describeIsolation({
  table: 'roles',
  read: 'org:read',
  create: (ctx) => createRole(ctx, { name: 'CNRY role', permissions: ['org:read'] }),
  list: async (ctx) => (await listRoles(ctx)).filter(({ builtIn }) => !builtIn),
  get: getRole,
  update: (ctx, id) => updateRole(ctx, id, { name: 'taken over' }),
  remove: deleteRole,
})

const designer = { name: 'Designer', permissions: ['org:read', 'org:members:read'] satisfies Permission[] }

/** A member with a custom role that an owner created. */
async function inOwnRole(held: Permission[]) {
  const owner = await createMember('owner')
  const role = await createRole(owner.ctx, { name: 'Own', permissions: held })
  const holder = await createMember('viewer', owner.org)
  await changeRole(owner.ctx, holder.user.id, { role: role.key })
  return { owner, holder, role }
}

const auditOf = (organizationId: string) =>
  asOwner<{ action: string; changes: Record<string, unknown>; target_name: string }>(
    'select action, changes, target_name from audit_events where organization_id = $1 order by sequence',
    [organizationId],
  )

const roleOf = async (table: string, column: string, id: string) =>
  (await asOwner<{ role: string }>(`select role from ${table} where ${column} = $1`, [id]))[0]!.role

describe('roles', () => {
  it('lists the built-in ones first, then custom ones by name, each with the number of its members', async () => {
    const { ctx, org } = await createMember('owner')
    const member = await createMember('member', org)
    for (const name of ['Zookeeper', 'Auditor']) await createRole(ctx, { name, permissions: ['org:read'] })
    await changeRole(ctx, member.user.id, { role: 'auditor' })
    const roles = await listRoles(member.ctx)
    expect(roles.map(({ id, memberCount }) => `${id.replace(/_01.*/, '_…')} ${memberCount}`)).toEqual([
      ...builtInRoleKeys.map((key) => `role_${key} ${key === 'owner' ? 1 : 0}`),
      'role_… 1',
      'role_… 0',
    ])
    expect(roles.slice(4).map(({ key }) => key)).toEqual(['auditor', 'zookeeper'])
  })

  it('makes a key from the name that no other role has', () => {
    const taken = new Set(['lead', 'lead_2'])
    const key = (name: string) => proposeKey(name, (each) => taken.has(each))
    expect(key('Señior Designer!')).toBe('senior_designer')
    expect(key('Lead')).toBe('lead_3')
    expect(key('Owner')).toBe('owner_2')
    expect(key('API key')).toBe('api_key_2')
    expect(key('设计师')).toBe('role')
    expect(key('3 D')).toBe('d')
    expect(key('x'.repeat(50))).toHaveLength(48)
  })

  it('refuses a name that looks like another, and a key that is taken or reserved', async () => {
    const { ctx } = await createMember('owner')
    await createRole(ctx, designer)
    for (const name of ['designer', ' DESIGNER ', 'Desígner', 'Owner', 'ad-min'])
      await expectCode(createRole(ctx, { ...designer, name }), 'conflict')
    await expectCode(createRole(ctx, { ...designer, name: 'Other', key: 'designer' }), 'conflict')
    for (const key of ['owner', 'api_key'])
      await expectCode(createRole(ctx, { ...designer, name: 'Other', key }), 'validation_failed')
    expect((await createRole(ctx, { ...designer, name: '设计师' })).key).toBe('role')
    expect((await createRole(ctx, { ...designer, name: '工程师' })).key).toBe('role_2')
  })

  it('F15 refuses a name that looks like another role, a built-in one included', async () => {
    const { ctx } = await createMember('owner')
    await createRole(ctx, { name: 'Ace', permissions: [] })
    // The Cyrillic letters А, с and е; zero; a small L.
    for (const name of ['\u0410\u0441\u0435', '0wner', 'Vlewer', 'Adrnin'])
      await expectCode(createRole(ctx, { name, permissions: [] }), 'conflict')
    const { id } = await createRole(ctx, { name: 'Other', permissions: [] })
    await expectCode(updateRole(ctx, id, { name: '\u0410\u0441\u0435' }), 'conflict')
    expect(createRoleSchema.safeParse({ name: '\u041ewner', permissions: [] }).success).toBe(false)
  })

  it.runIf(process.env.TEST_DATABASE_URL)(
    'gives one name to one of two roles that ask for it at the same moment',
    async () => {
      const { ctx, org } = await createMember('owner')
      const one = await createRole(ctx, designer)
      const other = await createRole(ctx, { ...designer, name: 'Other' })
      const outcomes = await whileHeld('select 1 from roles where organization_id = $1 for update', [org.id], () =>
        [one, other].map(({ id }) => updateRole(ctx, id, { name: 'Operations' })),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    },
  )

  it('refuses two roles of one name at the same moment, and more than fifty roles', async () => {
    const { ctx, org } = await createMember('owner')
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => createRole(ctx, designer)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await asOwner(
      `insert into roles (organization_id, key, name) select $1, 'r' || n, 'R ' || n from generate_series(2, $2::int) n`,
      [org.id, maxRoles],
    )
    await expectCode(createRole(ctx, { ...designer, name: 'One more' }), 'conflict')
  })

  it('A076 refuses unknown permissions and names the position of each', () => {
    const result = createRoleSchema.safeParse({ name: 'X', permissions: ['org:read', 'org:everything', 7, 'org:fly'] })
    expect(result.error!.issues.map(({ path }) => path.join('.'))).toEqual([
      'permissions.1',
      'permissions.2',
      'permissions.3',
    ])
  })

  it('copies any role whose permissions the caller holds, and copies of it', async () => {
    const { ctx, org } = await createMember('owner')
    expect(await duplicateRole(ctx, 'role_admin')).toMatchObject({
      name: 'Admin copy',
      permissions: builtInRoles.admin,
    })
    const { id } = await createRole(ctx, designer)
    expect((await duplicateRole(ctx, id)).name).toBe('Designer copy')
    expect((await duplicateRole(ctx, id)).name).toBe('Designer copy 2')
    const admin = await createMember('admin', org)
    await expect(duplicateRole(admin.ctx, 'role_owner')).rejects.toThrow('org:delete, org:transfer')
  })

  it('records each change with the permissions before and after', async () => {
    const { ctx, org } = await createMember('owner')
    const { id, key } = await createRole(ctx, designer)
    await updateRole(ctx, id, { permissions: ['org:read'] })
    await updateRole(ctx, id, { permissions: ['org:read'] })
    await deleteRole(ctx, id)
    expect(await auditOf(org.id)).toEqual([
      {
        action: 'role.created',
        target_name: 'Designer',
        changes: { name: [null, 'Designer'], permissions: [null, designer.permissions] },
      },
      {
        action: 'role.updated',
        target_name: 'Designer',
        changes: { permissions: [designer.permissions, ['org:read']] },
      },
      {
        action: 'role.deleted',
        target_name: 'Designer',
        changes: { key: [key, null], permissions: [['org:read'], null] },
      },
    ])
  })
})

describe('A066 roles above the caller’s own permissions', () => {
  it('cannot be created, nor filled with permissions that the caller lacks', async () => {
    const { ctx } = await createMember('admin')
    await expect(createRole(ctx, { name: 'Up', permissions: ['org:read', 'org:delete'] })).rejects.toThrow('org:delete')
    const { id } = await createRole(ctx, designer)
    await expect(updateRole(ctx, id, { permissions: ['org:transfer'] })).rejects.toThrow('org:transfer')
  })

  it('cannot be changed, deleted, copied or granted by a caller who lacks their permissions', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const { id } = await createRole(owner.ctx, { name: 'Deputy', permissions: ['org:read', 'org:delete'] })
    await expect(updateRole(admin.ctx, id, { permissions: ['org:read'] })).rejects.toThrow('org:delete')
    await expectCode(updateRole(admin.ctx, id, { name: 'Clown' }), 'insufficient_permissions')
    await expectCode(deleteRole(admin.ctx, id), 'insufficient_permissions')
    await expectCode(duplicateRole(admin.ctx, id), 'insufficient_permissions')
    await expectCode(changeRole(admin.ctx, admin.user.id, { role: 'deputy' }), 'insufficient_permissions')
    await expectCode(invite(admin.ctx, { email: uniqueEmail(), role: 'deputy' }), 'insufficient_permissions')
  })

  it('cannot be reached by a holder of org:roles:write who edits their own role', async () => {
    const { holder, role } = await inOwnRole(['org:read', 'org:roles:write'])
    await expect(
      updateRole(holder.ctx, role.id, { permissions: ['org:read', 'org:roles:write', 'org:manage'] }),
    ).rejects.toThrow('org:manage')
    expect((await authorizeOrg(holder.ctx)).permissions).toEqual(['org:read', 'org:roles:write'])
    await updateRole(holder.ctx, role.id, { name: 'Renamed' })
  })

  it('cannot be changed without org:roles:write', async () => {
    const { ctx, org } = await createMember('owner')
    const member = await createMember('member', org)
    const { id } = await createRole(ctx, designer)
    await expect(createRole(member.ctx, { ...designer, name: 'Mine' })).rejects.toThrow('org:roles:write')
    await expectCode(updateRole(member.ctx, id, { name: 'Mine' }), 'insufficient_permissions')
    await expectCode(deleteRole(member.ctx, id), 'insufficient_permissions')
    await expectCode(duplicateRole(member.ctx, id), 'insufficient_permissions')
    expect((await getRole(member.ctx, id)).name).toBe('Designer')
  })

  it('cannot be made of built-in roles, even by an owner', async () => {
    const { ctx } = await createMember('owner')
    for (const key of builtInRoleKeys) {
      await expectCode(updateRole(ctx, `role_${key}`, { permissions: [...permissions] }), 'role_built_in')
      await expectCode(deleteRole(ctx, `role_${key}`), 'role_built_in')
    }
  })

  it('cannot be the replacement for a deleted role', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const { id, key } = await createRole(admin.ctx, designer)
    await changeRole(admin.ctx, (await createMember('viewer', owner.org)).user.id, { role: key })
    await expect(deleteRole(admin.ctx, id, { replacement: 'owner' })).rejects.toThrow('org:delete')
    await expectCode(deleteRole(admin.ctx, id, { replacement: 'king' }), 'validation_failed')
    await expectCode(deleteRole(admin.ctx, id, { replacement: key }), 'validation_failed')
    await deleteRole(admin.ctx, id, { replacement: 'viewer' })
  })
})

describe('deleting a role', () => {
  async function held() {
    const { owner, holder, role } = await inOwnRole(['org:read', 'org:api_keys:read'])
    const { id: invitation } = await invite(owner.ctx, { email: uniqueEmail(), role: role.key })
    const [key] = await asOwner<{ id: string }>(
      `insert into api_keys (organization_id, name, role, permissions, secret_hash, prefix, created_by)
       values ($1, 'CI', $2, '{}', $3, 'x', $4) returning id`,
      [owner.org.id, role.key, uniqueEmail(), owner.user.id],
    )
    return { owner, holder, role, invitation, apiKey: key!.id }
  }

  it('is refused while the role is in use, and the refusal counts its holders', async () => {
    const { owner, role } = await held()
    await expectCode(deleteRole(owner.ctx, role.id), 'role_in_use')
    await expect(deleteRole(owner.ctx, role.id)).rejects.toThrow('1 person, 1 open invitation, and 1 API key')
  })

  it('moves members, open invitations and API keys at once, ends their tokens, and is recorded', async () => {
    const { owner, holder, role, invitation, apiKey } = await held()
    await issueOrgToken(holder.ctx)
    await asOwner(
      `insert into org_tokens (organization_id, api_key_id, role, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
      [owner.org.id, apiKey, role.key],
    )
    await deleteRole(owner.ctx, role.id, { replacement: 'viewer' })
    expect(await roleOf('memberships', 'user_id', holder.user.id)).toBe('viewer')
    expect(await roleOf('invitations', 'id', invitation)).toBe('viewer')
    expect(await roleOf('api_keys', 'id', apiKey)).toBe('viewer')
    const live = `select id from org_tokens where organization_id = $1 and role = $2 and revoked_at is null`
    expect(await asOwner(live, [owner.org.id, role.key])).toEqual([])
    expect((await auditOf(owner.org.id)).at(-1)).toMatchObject({
      action: 'role.deleted',
      changes: {
        holders: [
          { role: 'own', members: 1 },
          { role: 'viewer', invitations: 1, apiKeys: 1 },
        ],
      },
    })
    await expectCode(getRole(owner.ctx, role.id), 'not_found')
  })

  it('also moves a member who receives the role at the same moment', async () => {
    const { owner, role } = await held()
    const late = await createMember('viewer', owner.org)
    await Promise.allSettled([
      deleteRole(owner.ctx, role.id, { replacement: 'member' }),
      changeRole(owner.ctx, late.user.id, { role: role.key }),
    ])
    expect(['member', 'viewer']).toContain(await roleOf('memberships', 'user_id', late.user.id))
  })
})

describe('the roles API', () => {
  const call = async (ctx: Parameters<typeof bearerRequest>[0], method: string, path: string, body?: unknown) =>
    bearerRequest(ctx, method, `/api/v1/roles${path}`, body)

  it('creates, reads, changes and deletes', async () => {
    const { ctx } = await createMember('admin')
    const created = await send(collection.POST, await call(ctx, 'POST', '', { ...designer, description: ' Draws. ' }))
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      key: 'designer',
      name: 'Designer',
      description: 'Draws.',
      permissions: ['org:read', 'org:members:read'],
      built_in: false,
      member_count: 0,
    })
    const { id } = created.body
    const changed = await send(item.PATCH, await call(ctx, 'PATCH', `/${id}`, { permissions: ['org:read'] }), { id })
    expect(changed.body).toMatchObject({ id, name: 'Designer', permissions: ['org:read'] })
    const first = await send(collection.GET, await call(ctx, 'GET', `?limit=${builtInRoleKeys.length}`))
    expect(first.body.data.map((role: { id: string }) => role.id)).toEqual(builtInRoleKeys.map((key) => `role_${key}`))
    const second = await send(collection.GET, await call(ctx, 'GET', `?cursor=${first.body.next_cursor}`))
    expect(second.body).toMatchObject({ data: [{ id }], next_cursor: null })
    expect((await send(item.DELETE, await call(ctx, 'DELETE', `/${id}`), { id })).status).toBe(204)
    expect((await send(item.GET, await call(ctx, 'GET', `/${id}`), { id })).status).toBe(404)
  })

  it('answers 403 for a built-in role, 409 for one in use, 204 with a replacement', async () => {
    const { owner, role } = await inOwnRole(['org:read'])
    const { id } = role
    const builtIn = await call(owner.ctx, 'PATCH', '/role_viewer', { name: 'X' })
    expect(await send(item.PATCH, builtIn, { id: 'role_viewer' })).toMatchObject({
      status: 403,
      body: { code: 'role_built_in' },
    })
    const refused = await send(item.DELETE, await call(owner.ctx, 'DELETE', `/${id}`), { id })
    expect(refused).toMatchObject({ status: 409, body: { code: 'role_in_use' } })
    const deleted = await send(item.DELETE, await call(owner.ctx, 'DELETE', `/${id}?replacement=member`), { id })
    expect(deleted.status).toBe(204)
  })

  it.each([
    [{ permissions: [] }, 'name'],
    [{ name: 'X' }, 'permissions'],
    [{ name: 'X', permissions: ['org:everything'] }, 'permissions.0'],
    [{ name: 'X', permissions: 'org:read' }, 'permissions'],
    [{ name: 'X', permissions: [], key: 'Not A Key' }, 'key'],
    [{ name: 'X', permissions: [], key: 'owner' }, 'key'],
    [{ name: 'X', permissions: [], built_in: true }, 'built_in'],
    [{ name: 'X', permissions: [], organization_id: 'org_1' }, 'organization_id'],
  ])('refuses %j and names the field', async (body, path) => {
    const { ctx } = await createMember('admin')
    const answer = await send(collection.POST, await call(ctx, 'POST', '', body))
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path])
  })

  it('reports a conflict to the second writer', async () => {
    const { ctx } = await createMember('admin')
    const { id } = await createRole(ctx as OrgContext, designer)
    const read = await send(item.GET, await call(ctx, 'GET', `/${id}`), { id })
    const etag = read.headers.get('etag')!
    const patch = async (name: string, ifMatch: string) => {
      const request = await call(ctx, 'PATCH', `/${id}`, { name })
      request.headers.set('if-match', ifMatch)
      return send(item.PATCH, request, { id })
    }
    const first = await patch('First', etag)
    expect(first.status).toBe(200)
    expect(await patch('Second', etag)).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
    const stale = await call(ctx, 'DELETE', `/${id}`)
    stale.headers.set('if-match', etag)
    expect((await send(item.DELETE, stale, { id })).status).toBe(412)
    expect((await patch('Third', first.headers.get('etag')!)).body.name).toBe('Third')
    expect((await patch('Fourth', '*')).body.name).toBe('Fourth')
  })

  it('accepts one of two simultaneous changes to the same version', async () => {
    const { ctx } = await createMember('admin')
    const { id } = await createRole(ctx, designer)
    const outcomes = await Promise.allSettled(['A', 'B', 'C'].map((name) => updateRole(ctx, id, { name }, ['1'])))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
