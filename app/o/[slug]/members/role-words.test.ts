import { describe, expect, it } from 'vitest'
import { holderOf, type Holder } from '@/lib/permissions/roles'
import { wordsOfRoles } from './role-words'

const owner = (customRoles: Holder['customRoles'] = {}): Holder => holderOf('owner', customRoles)

const meaning = (from: string | undefined, to: string, holder = owner()) =>
  wordsOfRoles(holder, from)!.find(({ role }) => role === to)!

describe('what a change of role means', () => {
  it('is said for every choice: what is gained and what is lost', () => {
    expect(wordsOfRoles(owner(), 'member')!.map(({ role }) => role)).toEqual(['owner', 'admin', 'member', 'viewer'])
    expect(meaning('member', 'viewer')).toEqual({
      role: 'viewer',
      same: false,
      more: '',
      less: 'create, change, archive and delete projects',
    })
    expect(meaning('viewer', 'admin')).toMatchObject({ less: '' })
    expect(meaning('viewer', 'admin').more).toContain('change roles and remove members; see pending invitations')
    expect(meaning('admin', 'owner').more).toContain('delete the organization')
    expect(meaning('admin', 'admin')).toEqual({ role: 'admin', same: true, more: '', less: '' })
  })

  it('counts roles of the organization’s own, which may give and take at once', () => {
    const holder = owner({ auditor: { name: 'Auditor', permissions: ['org:read', 'org:audit:read'] } })
    expect(meaning('member', 'auditor', holder)).toMatchObject({ more: 'read the audit log' })
    expect(meaning('member', 'auditor', holder).less).toContain('see projects; create')
  })

  it('is all that it allows where it is given to several', () => {
    expect(meaning(undefined, 'viewer')).toMatchObject({ less: '', same: false })
    expect(meaning(undefined, 'viewer').more).toBe(
      'see the organization; see who belongs to the organization; see projects',
    )
  })

  it('is left to the page of roles where there are many', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`r${i}`, { name: `R${i}`, permissions: [] }]))
    expect(wordsOfRoles(owner(many))).toBeNull()
  })
})
