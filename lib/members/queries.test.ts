import { describe, expect, it } from 'vitest'
import * as membersRoute from '@/app/api/v1/members/route'
import type { RoleKey } from '@/lib/permissions/roles'
import { withOrg } from '@/lib/db/with-org'
import { getMember, listMembers } from './queries'
import { removeMember } from './commands'
import {
  asOwner,
  bearerRequest,
  countStatements,
  createMember,
  expectCode,
  expectNoGrant,
  send,
} from '@/lib/testing/fixtures'

const first = { sort: 'name', limit: 50 } as const

describe('the page of members', () => {
  it('lists members', async () => {
    const owner = await createMember('owner')
    const viewer = await createMember('viewer', owner.org)
    await createMember('admin', owner.org)
    const { data, nextCursor } = await listMembers(viewer.ctx, first)
    expect(data).toHaveLength(3)
    expect(nextCursor).toBeNull()
  })

  it('is empty when a search finds no member, and continues after the previous page', async () => {
    const owner = await createMember('owner')
    await createMember('member', owner.org)
    const none = await listMembers(owner.ctx, { ...first, query: 'nobody' })
    expect(none).toMatchObject({ data: [], nextCursor: null })
    const one = await listMembers(owner.ctx, { ...first, limit: 1 })
    const two = await listMembers(owner.ctx, { ...first, limit: 1, cursor: one.nextCursor! })
    expect(new Set([...one.data, ...two.data].map(({ userId }) => userId)).size).toBe(2)
    expect(two.nextCursor).toBeNull()
  })

  it('takes two statements in one message: the access check and the list', async () => {
    const { ctx } = await createMember('owner')
    await listMembers(ctx, first)
    const { statements } = countStatements()
    await listMembers(ctx, first)
    expect(statements).toHaveLength(2)
  })

  it('is not found for a person who is not a member', async () => {
    const [owner, stranger] = [await createMember('owner'), await createMember('owner')]
    await expectCode(listMembers({ ...stranger.ctx, organization: owner.org.id }, first), 'not_found')
  })
})

describe('one member', () => {
  it('is the only owner until there is another', async () => {
    const owner = await createMember('owner')
    expect(await getMember(owner.ctx, owner.user.id)).toMatchObject({ email: owner.user.email, isOnlyOwner: true })
    const other = await createMember('owner', owner.org)
    expect((await getMember(other.ctx, owner.user.id)).isOnlyOwner).toBe(false)
    const viewer = await createMember('viewer', owner.org)
    expect((await getMember(owner.ctx, viewer.user.id)).isOnlyOwner).toBe(false)
    await asOwner('update users set deleted_at = now() where id = $1', [other.user.id])
    expect((await getMember(owner.ctx, owner.user.id)).isOnlyOwner).toBe(true)
  })

  it('is not found in another organization', async () => {
    const [one, other] = [await createMember('owner'), await createMember('owner')]
    await expectCode(getMember(one.ctx, other.user.id), 'not_found')
  })
})

describe('a person in the list of members', () => {
  it.each<RoleKey>(['owner', 'admin', 'member', 'viewer'])(
    'A082 to a role %s: what the contract names, and nothing more',
    async (role) => {
      const owner = await createMember('owner')
      const { ctx } = role === 'owner' ? owner : await createMember(role, owner.org)
      const { body, text } = await send(membersRoute.GET, await bearerRequest(ctx, 'GET', '/api/v1/members'))
      const fields = ['email', 'image_url', 'joined_at', 'last_active_at', 'name', 'role', 'user_id']
      for (const member of body.data) expect(Object.keys(member).sort()).toEqual(fields)
      expect(text).not.toMatch(/password|hash|session|verified|ip_address|user_agent/)
      const { data } = await listMembers(ctx, first)
      for (const member of data) expect(Object.keys(member)).toHaveLength(fields.length)
    },
  )

  it('A082 never comes with a password hash: the database does not grant it to an organization', async () => {
    const { ctx } = await createMember('viewer')
    await expectNoGrant(
      withOrg(ctx, 'org:members:read', (db) => db.$queryRaw`select password_hash from users`),
      'users',
    )
  })

  it('A082 is not found by people who share no organization with them', async () => {
    const [one, other] = [await createMember('owner'), await createMember('owner')]
    const { name, email } = other.user
    for (const query of [email, email.split('@')[0]!, email.slice(0, 9), name]) {
      const found = await listMembers(one.ctx, { ...first, query })
      expect(found.data.filter(({ userId }) => userId === other.user.id)).toEqual([])
    }
    const byId = await withOrg(one.ctx, 'org:members:read', (db) =>
      db.user.findMany({ where: { id: other.user.id }, select: { id: true } }),
    )
    expect(byId).toEqual([])
    // Nor after they have left the shared organization.
    const guest = await createMember('viewer', one.org)
    await removeMember(one.ctx, guest.user.id)
    expect((await listMembers(one.ctx, { ...first, query: guest.user.email })).data).toEqual([])
    expect(await withOrg(one.ctx, 'org:members:read', (db) => db.user.count({ where: { id: guest.user.id } }))).toBe(0)
  })
})
