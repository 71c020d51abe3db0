import { describe, expect, it } from 'vitest'
import { authorizeOrg } from '@/lib/db/authorize'
import { kindOfGrantor, listGrantors, namesOfGrantors } from './grantors'
import { createRole } from '@/lib/roles/commands'
import { addMember, countStatements, createMember, createSession, createUser, expectCode } from '@/lib/testing/fixtures'

async function crew() {
  const owner = await createMember('owner')
  const add = async (name: string, role: string) => addMember(owner.org.id, (await createUser({ name })).id, role)
  await add('Ada', 'admin')
  await add('Bo', 'admin')
  for (const name of ['Cy', 'Di', 'Ed', 'Flo']) await add(name, 'owner')
  const permissions = ['org:read', 'org:members:write', 'org:audit:read'] as const
  const { key } = await createRole(owner.ctx, { name: 'Audit lead', permissions: [...permissions] })
  await add('Gus', key)
  const viewer = await createMember('viewer', owner.org)
  return { owner, add, key, viewer: await authorizeOrg(viewer.ctx) }
}

describe('approvers, the members who can grant a permission', () => {
  it('may change roles and hold the permission; at most three, from the highest role down', async () => {
    const { viewer } = await crew()
    const grantors = await listGrantors(viewer)
    expect(grantors.map(({ role, names }) => [role, names.length])).toEqual([
      ['owner', 3],
      ['admin', 2],
      ['audit_lead', 1],
    ])
    expect(namesOfGrantors(grantors, viewer, ['org:audit:read'])).toEqual(['Cy', 'Di', 'Ed'])
    const withoutOwners = grantors.filter(({ role }) => role !== 'owner')
    expect(namesOfGrantors(withoutOwners, viewer, ['org:manage'])).toEqual(['Ada', 'Bo'])
    // A lead changes roles and reads the audit log, but cannot grant a viewer anything: viewers see members, and leads do not.
    expect(namesOfGrantors(withoutOwners, viewer, ['org:audit:read'])).toEqual(['Ada', 'Bo'])
    expect(namesOfGrantors(withoutOwners, viewer, ['org:delete'])).toEqual([])
  })

  it('are an owner, not an admin, for permissions that only owners hold', async () => {
    const { viewer } = await crew()
    expect(kindOfGrantor(viewer, ['org:audit:read'])).toBe('an admin')
    expect(kindOfGrantor(viewer, ['org:delete'])).toBe('an owner')
    expect(kindOfGrantor(viewer, ['org:read', 'org:transfer'])).toBe('an owner')
  })

  it('are found in one statement inside the scoped transaction, however many roles exist', async () => {
    const { owner, viewer } = await crew()
    const before = countStatements()
    await listGrantors(viewer)
    const few = before.statements.length
    for (let index = 0; index < 12; index++)
      await createRole(owner.ctx, { name: `Keeper ${index}`, permissions: ['org:read', 'org:members:write'] })
    before.statements.length = 0
    expect((await listGrantors(viewer)).length).toBe(15)
    expect(before.statements).toHaveLength(few)
  })

  it('are not revealed to a caller who may not see members', async () => {
    const { owner } = await crew()
    const { key } = await createRole(owner.ctx, { name: 'Blind', permissions: ['org:read'] })
    const { id } = await createUser()
    await addMember(owner.org.id, id, key)
    const ctx = { ...(await createSession(id)), organization: owner.org.id, tokenId: null }
    await expectCode(listGrantors(await authorizeOrg(ctx)), 'insufficient_permissions')
  })
})
