import { describe, expect, it } from 'vitest'
import { changeRoles, maxAtOnce, removeMembers, undoRoles } from './bulk'
import { changeRole } from './commands'
import { listMembers } from './queries'
import { ageSignIn, createMember, expectCode } from '@/lib/testing/fixtures'

const rolesOf = async (ctx: Parameters<typeof listMembers>[0]) =>
  Object.fromEntries(
    (await listMembers(ctx, { sort: 'name', limit: 100 })).data.map(({ userId, role }) => [userId, role]),
  )

describe('a role change for several members', () => {
  it('counts the changed members and gives a reason for each other one', async () => {
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

  it('removes the members that may be removed, and keeps the last owner', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    const { done, refused } = await removeMembers(owner.ctx, [member.user.id, owner.user.id])
    expect(done).toBe(1)
    expect(refused).toMatchObject([{ userId: owner.user.id, reason: expect.stringContaining('at least one owner') }])
    await expectCode(listMembers(member.ctx, { sort: 'name', limit: 9 }), 'not_found')
  })

  it('is refused member by member to a caller without permission', async () => {
    const member = await createMember('member')
    const other = await createMember('viewer', member.org)
    const { done, refused } = await removeMembers(member.ctx, [other.user.id])
    expect({ done, count: refused.length }).toEqual({ done: 0, count: 1 })
  })

  it('is bounded, since each member takes a transaction', async () => {
    const { ctx } = await createMember('owner')
    const ids = Array.from({ length: maxAtOnce + 1 }, (_, i) => `user_${i}`)
    await expect(removeMembers(ctx, ids)).rejects.toThrow('Too many')
  })
})

describe('a list in which one member needs a confirmation', () => {
  it('is refused before anything is changed if that is the first one, and reports a later one', async () => {
    const owner = await createMember('owner')
    const [one, two] = [await createMember('viewer', owner.org), await createMember('owner', owner.org)]
    const ids = [one.user.id, two.user.id]
    await ageSignIn(owner.ctx.sessionId)
    await expectCode(removeMembers(owner.ctx, ids.toReversed()), 'reauth_required')
    expect(await rolesOf(owner.ctx)).toMatchObject({ [ids[0]!]: 'viewer', [ids[1]!]: 'owner' })
    const { done, refused } = await removeMembers(owner.ctx, ids)
    expect(done).toBe(1)
    expect(refused).toEqual([{ userId: ids[1], reason: expect.stringContaining('Confirm that it’s you') }])
    expect(await rolesOf(owner.ctx)).not.toHaveProperty(ids[0]!)
  })
})

describe('undo of a role change for several members', () => {
  it('gives each member their former role back', async () => {
    const owner = await createMember('owner')
    const [one, two] = [await createMember('viewer', owner.org), await createMember('admin', owner.org)]
    const former = [one, two].map(({ user }, i) => ({ userId: user.id, role: ['viewer', 'admin'][i]! }))
    const ids = former.map(({ userId }) => userId)
    const { changed } = await changeRoles(owner.ctx, ids, { role: 'member' })
    expect(changed.map(({ userId, formerRole }) => ({ userId, role: formerRole }))).toEqual(former)
    const undone = await undoRoles(owner.ctx, { role: 'member', former })
    expect(undone).toMatchObject({ done: 2, refused: [] })
    expect(await rolesOf(owner.ctx)).toMatchObject({ [ids[0]!]: 'viewer', [ids[1]!]: 'admin' })
  })

  it('refuses a member who was changed again or removed since, and gives the reason', async () => {
    const owner = await createMember('owner')
    const [one, two] = [await createMember('viewer', owner.org), await createMember('viewer', owner.org)]
    const ids = [one.user.id, two.user.id]
    await changeRoles(owner.ctx, ids, { role: 'member' })
    await changeRole(owner.ctx, ids[0]!, { role: 'admin' })
    await removeMembers(owner.ctx, [ids[1]!])
    const former = ids.map((userId) => ({ userId, role: 'viewer' }))
    const { done, refused } = await undoRoles(owner.ctx, { role: 'member', former })
    expect(done).toBe(0)
    expect(refused[0]!.reason).toContain('has been changed again: it is Admin now')
    expect(refused).toHaveLength(2)
    expect(await rolesOf(owner.ctx)).toMatchObject({ [ids[0]!]: 'admin' })
  })

  it('completes after an interruption for a confirmation', async () => {
    const owner = await createMember('owner')
    const [one, two] = [await createMember('viewer', owner.org), await createMember('owner', owner.org)]
    const former = [one, two].map(({ user }, i) => ({ userId: user.id, role: ['viewer', 'owner'][i]! }))
    await changeRoles(
      owner.ctx,
      former.map(({ userId }) => userId),
      { role: 'member' },
    )
    await ageSignIn(owner.ctx.sessionId)
    const changes = { role: 'member', former }
    await expectCode(undoRoles(owner.ctx, changes), 'reauth_required')
    await ageSignIn(owner.ctx.sessionId, 0)
    expect(await undoRoles(owner.ctx, changes)).toMatchObject({ done: 2, refused: [] })
    expect(await rolesOf(owner.ctx)).toMatchObject({ [one.user.id]: 'viewer', [two.user.id]: 'owner' })
  })
})
