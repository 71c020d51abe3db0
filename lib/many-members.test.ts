import { describe, expect, it } from 'vitest'
import { changeRoles, removeMembers } from './many-members'
import { listMembers } from './members'
import { createMember, expectCode } from './testing'

const rolesOf = async (ctx: Parameters<typeof listMembers>[0]) =>
  Object.fromEntries(
    (await listMembers(ctx, { sort: 'name', limit: 100 })).data.map(({ userId, role }) => [userId, role]),
  )

describe('a change for several members', () => {
  it('counts who was changed and says why the others were not', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const [one, two] = [await createMember('member', owner.org), await createMember('viewer', owner.org)]
    const elsewhere = await createMember('member')
    const ids = [one, owner, elsewhere, two].map(({ user }) => user.id)
    const { done, refused } = await changeRoles(admin.ctx, ids, { role: 'admin' })
    expect(done).toBe(2)
    expect(refused.map(({ userId }) => userId)).toEqual([owner.user.id, elsewhere.user.id])
    expect(refused[0]!.reason).toContain('org:delete')
    expect(await rolesOf(owner.ctx)).toMatchObject({ [one.user.id]: 'admin', [two.user.id]: 'admin' })
    expect(await rolesOf(elsewhere.ctx)).toEqual({ [elsewhere.user.id]: 'member' })
  })

  it('removes those who may be removed, and keeps the last owner', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    const { done, refused } = await removeMembers(owner.ctx, [member.user.id, owner.user.id])
    expect(done).toBe(1)
    expect(refused).toMatchObject([{ userId: owner.user.id, reason: expect.stringContaining('at least one owner') }])
    await expectCode(listMembers(member.ctx, { sort: 'name', limit: 9 }), 'not_found')
  })

  it('is refused, member by member, to who may not', async () => {
    const member = await createMember('member')
    const other = await createMember('viewer', member.org)
    const { done, refused } = await removeMembers(member.ctx, [other.user.id])
    expect({ done, count: refused.length }).toEqual({ done: 0, count: 1 })
  })
})
