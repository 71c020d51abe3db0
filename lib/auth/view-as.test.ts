import { describe, expect, it } from 'vitest'
import * as me from '@/app/api/v1/me/route'
import type { MemberContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { authorizeOrg } from '@/lib/db/authorize'
import { createRole } from '@/lib/roles/commands'
import {
  addMember,
  browserRequest,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  send,
} from '@/lib/testing/fixtures'
import { updateNote } from '@/lib/testing/notes'
import { permissions, type Permission } from '@/lib/permissions/catalogue'
import { builtInRoleKeys } from '@/lib/permissions/roles'
import { openViewAs } from './view-as'

// One role of each shape beside the built-in ones: all pairs would be too many.
const shapes: Permission[][] = [
  [],
  ['org:read'],
  ['org:roles:write', 'org:members:write'],
  ['org:read', 'org:audit:read', 'org:webhooks:read'],
  permissions.filter((_, index) => index % 2 === 0),
  permissions.filter((_, index) => index % 3 === 0),
]

async function organizationOfEveryRole() {
  const owner = await createMember('owner')
  const own: string[] = []
  for (const [index, held] of shapes.entries())
    own.push((await createRole(owner.ctx, { name: `Shape ${index}`, permissions: held })).key)
  return { org: owner.org, roles: [...builtInRoleKeys, ...own] }
}

async function memberIn(org: { id: string }, role: string): Promise<MemberContext> {
  const user = await createUser()
  await addMember(org.id, user.id, role)
  return { ...(await createSession(user.id)), organization: org.id, tokenId: null }
}

describe('viewing as another role', () => {
  it('never adds a permission, for any pair of roles, and leaves only read permissions', async () => {
    const { org, roles } = await organizationOfEveryRole()
    for (const own of roles) {
      const ctx = await memberIn(org, own)
      const { permissions: mine } = await authorizeOrg(ctx)
      for (const other of [...roles, 'gone', '__proto__', '']) {
        const seen = await authorizeOrg({ ...ctx, viewAs: other })
        const added = seen.permissions.filter((permission) => !mine.includes(permission))
        expect(added, `${own} as ${other}`).toEqual([])
        if (other === '') continue
        expect(seen.permissions.filter((permission) => !permission.endsWith(':read'))).toEqual([])
        expect(seen.role).toBe(own)
      }
    }
  })

  it('applies to scoped transactions: nothing is written', async () => {
    const { ctx } = await createMember('owner')
    await expectCode(updateNote({ ...ctx, viewAs: 'owner' }, 'note_x', { name: 'x' }), 'insufficient_permissions')
    await expectCode(
      withOrg({ ...ctx, viewAs: 'viewer' }, 'org:audit:read', async () => undefined),
      'insufficient_permissions',
    )
  })

  it('accepts only the cookie of its own session, and only the key of a role', () => {
    expect(openViewAs('sess_1.designer', 'sess_1')).toBe('designer')
    for (const value of [
      undefined,
      '',
      'designer',
      '.designer',
      'sess_2.designer',
      'sess_1.',
      'sess_1.Owner',
      'sess_1.a.b',
    ])
      expect(openViewAs(value, 'sess_1')).toBeNull()
  })

  it('does not change the API', async () => {
    const { session, org } = await createMember('admin', await createOrg())
    await authorizeOrg({ ...session, organization: org.id, tokenId: null })
    const active = await browserRequest(session, 'PUT', '/api/session/organization', { organization: org.id })
    const { PUT } = await import('@/app/api/session/organization/route')
    expect((await send(PUT, active)).status).toBe(200)
    const request = await browserRequest(session, 'GET', '/api/v1/me')
    request.headers.set('cookie', `${request.headers.get('cookie')}; view-as=${session.sessionId}.viewer`)
    expect((await send(me.GET, request)).body.org_permissions).toContain('org:manage')
  })
})
