import { describe, expect, it } from 'vitest'
import { holderOf, type Holder } from '@/lib/permissions/roles'
import { wordsOfRoles } from './role-words'

const roles: Holder['customRoles'] = {
  reader: { name: 'Reader', permissions: ['org:read', 'org:members:read'] },
  writer: { name: 'Writer', permissions: ['org:read', 'org:members:read', 'org:members:write'] },
  auditor: { name: 'Auditor', permissions: ['org:read', 'org:audit:read'] },
}

const owner = (customRoles: Holder['customRoles'] = {}): Holder => holderOf('owner', customRoles)

const meaning = (from: string | undefined, to: string, holder = owner()) =>
  wordsOfRoles(holder, from)!.find(({ role }) => role === to)!

describe('the explanation of a role change', () => {
  it('lists gained and lost permissions for every choice', () => {
    expect(wordsOfRoles(owner(), 'member')!.map(({ role }) => role)).toEqual(['owner', 'admin', 'member', 'viewer'])
    expect(meaning('writer', 'reader', owner(roles))).toEqual({
      role: 'reader',
      same: false,
      more: '',
      less: 'change roles and remove members',
    })
    expect(meaning('viewer', 'admin')).toMatchObject({ less: '' })
    expect(meaning('viewer', 'admin').more).toContain('change roles and remove members; see pending invitations')
    expect(meaning('admin', 'owner').more).toContain('delete the organization')
    expect(meaning('admin', 'admin')).toEqual({ role: 'admin', same: true, more: '', less: '' })
  })

  it('includes custom roles, which may add and remove permissions at once', () => {
    expect(meaning('writer', 'auditor', owner(roles))).toMatchObject({
      more: 'read the audit log',
      less: 'see who belongs to the organization; change roles and remove members',
    })
  })

  it('lists all permissions of the role when several members are changed', () => {
    expect(meaning(undefined, 'reader', owner(roles))).toMatchObject({
      same: false,
      more: 'see the organization; see who belongs to the organization',
      less: '',
    })
  })

  it('is omitted when there are many roles', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`r${i}`, { name: `R${i}`, permissions: [] }]))
    expect(wordsOfRoles(owner(many))).toBeNull()
  })
})
