import { describe, expect, it } from 'vitest'
import * as collection from '@/app/api/v1/members/route'
import * as item from '@/app/api/v1/members/[user_id]/route'
import { POST as leave } from '@/app/api/v1/organization/leave/route'
import { changeRole, leaveOrganization, removeMember } from './commands'
import { listMembers } from './queries'
import { listMembersSchema } from './schema'
import {
  addMember,
  bearerRequest,
  countStatements,
  createMember,
  createUser,
  expectCode,
  send,
} from '@/lib/testing/fixtures'
import type { OrgContext } from '@/lib/db/session'

const list = async (ctx: OrgContext, query: Record<string, string> = {}) =>
  (await listMembers(ctx, listMembersSchema.parse(query))).data.map(({ name }) => name)

async function crew() {
  const olga = await createMember('owner')
  const people: Record<string, string> = {}
  for (const [name, email, role] of [
    ['Ada Lovelace', 'ada', 'admin'],
    ['Anna Andersson', 'anna.andersson', 'member'],
    ['Émile Zola', 'zola', 'viewer'],
  ] as const) {
    const user = await createUser({ name, email: `${email}-${olga.org.slug}@example.com` })
    await addMember(olga.org.id, user.id, role)
    people[name] = user.id
  }
  return { ...olga, people }
}

describe('the list of members', () => {
  it('is sorted, filtered and searched by words, parts of addresses and full names', async () => {
    const { ctx } = await crew()
    expect(await list(ctx)).toEqual(['Ada Lovelace', 'Anna Andersson', 'Émile Zola', 'Test Person'])
    expect(await list(ctx, { role: 'viewer' })).toEqual(['Émile Zola'])
    expect(await list(ctx, { query: 'LOVE' })).toEqual(['Ada Lovelace'])
    expect(await list(ctx, { query: 'ada lov' })).toEqual(['Ada Lovelace'])
    expect(await list(ctx, { query: 'zola-' })).toEqual(['Émile Zola'])
    expect(await list(ctx, { query: 'ém' })).toEqual(['Émile Zola'])
    expect(await list(ctx, { query: 'an' })).toEqual(['Anna Andersson'])
    expect(await list(ctx, { query: 'an', role: 'viewer' })).toEqual([])
    expect(await list(ctx, { query: '%' })).toEqual([])
    expect(await list(ctx, { sort: 'role' })).toEqual(['Test Person', 'Ada Lovelace', 'Anna Andersson', 'Émile Zola'])
  })

  it.each(['name', 'role', 'joined', 'active'] as const)(
    'pages by %s without losing or repeating anyone',
    async (sort) => {
      const { ctx } = await crew()
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await listMembers(ctx, { sort, limit: 1, cursor })
        seen.push(...page.data.map(({ userId }) => userId))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(seen).toHaveLength(4)
      expect(new Set(seen).size).toBe(4)
    },
  )

  it('pages through the results of a search', async () => {
    const { ctx } = await crew()
    const first = await listMembers(ctx, { sort: 'name', query: 'a', limit: 1 })
    const second = await listMembers(ctx, { sort: 'name', query: 'a', limit: 5, cursor: first.nextCursor! })
    expect([...first.data, ...second.data].map(({ name }) => name)).toEqual(['Ada Lovelace', 'Anna Andersson'])
  })

  it('A009 A012 A308 shows no members of another organization', async () => {
    const [a, b] = [await crew(), await crew()]
    const { data } = await listMembers(a.ctx, { sort: 'name', query: 'ada', limit: 100 })
    expect(data.map(({ userId }) => userId)).toEqual([a.people['Ada Lovelace']])
    expect((await listMembers(b.ctx, { sort: 'name', limit: 100 })).data.map(({ userId }) => userId)).not.toContain(
      a.people['Ada Lovelace'],
    )
  })

  it('takes at most four statements and contains no secrets', async () => {
    const { ctx } = await crew()
    const request = await bearerRequest(ctx, 'GET', '/api/v1/members')
    const counted = countStatements()
    const { body } = await send(collection.GET, request)
    expect(counted.statements.length).toBeLessThanOrEqual(4)
    expect(Object.keys(body.data[0]).sort()).toEqual([
      'email',
      'image_url',
      'joined_at',
      'last_active_at',
      'name',
      'role',
      'user_id',
    ])
  })
})

describe('changing and removing members', () => {
  it('A056 is allowed for admins and owners only', async () => {
    const { org, people } = await crew()
    for (const role of ['member', 'viewer'] as const) {
      const { ctx } = await createMember(role, org)
      await expectCode(changeRole(ctx, people['Ada Lovelace']!, { role: 'viewer' }), 'insufficient_permissions')
      await expectCode(removeMember(ctx, people['Ada Lovelace']!), 'insufficient_permissions')
    }
  })

  it('A057 A058 A060 lets no admin make, change or remove an owner, nor promote themselves', async () => {
    const { org, user: owner, people } = await crew()
    const admin = await createMember('admin', org)
    await expectCode(changeRole(admin.ctx, admin.user.id, { role: 'owner' }), 'insufficient_permissions')
    await expectCode(changeRole(admin.ctx, people['Anna Andersson']!, { role: 'owner' }), 'insufficient_permissions')
    await expectCode(changeRole(admin.ctx, owner.id, { role: 'member' }), 'insufficient_permissions')
    await expectCode(removeMember(admin.ctx, owner.id), 'insufficient_permissions')
    expect((await changeRole(admin.ctx, people['Anna Andersson']!, { role: 'admin' })).role).toBe('admin')
  })

  it('A064 keeps the last owner: demotion, removal and leaving are refused', async () => {
    const { ctx, user, org } = await crew()
    await expectCode(changeRole(ctx, user.id, { role: 'admin' }), 'last_owner')
    await expectCode(removeMember(ctx, user.id), 'last_owner')
    await expectCode(leaveOrganization(ctx), 'last_owner')
    const second = await createMember('owner', org)
    await leaveOrganization(ctx)
    await expectCode(leaveOrganization(second.ctx), 'last_owner')
  })

  it('A001 A002 A004 finds no member of another organization', async () => {
    const [a, b] = [await crew(), await crew()]
    await expectCode(changeRole(a.ctx, b.user.id, { role: 'viewer' }), 'not_found')
    await expectCode(removeMember(a.ctx, b.people['Ada Lovelace']!), 'not_found')
    await expectCode(removeMember(a.ctx, 'user_unknown'), 'not_found')
  })

  it('works through the API and takes effect on the next request', async () => {
    const { ctx, org } = await crew()
    const jane = await createMember('admin', org)
    const before = await bearerRequest(jane.ctx, 'GET', '/api/v1/members')
    const path = `/api/v1/members/${jane.user.id}`
    const params = { user_id: jane.user.id }
    const changed = await send(item.PATCH, await bearerRequest(ctx, 'PATCH', path, { role: 'viewer' }), params)
    expect(changed.body).toMatchObject({ user_id: jane.user.id, role: 'viewer' })
    expect((await send(collection.GET, before)).status).toBe(401)
    expect((await send(item.DELETE, await bearerRequest(ctx, 'DELETE', path), params)).status).toBe(204)
    await expectCode(listMembers(jane.ctx, { sort: 'name', limit: 1 }), 'not_found')
    const anna = await createMember('viewer', org)
    expect((await send(leave, await bearerRequest(anna.ctx, 'POST', '/api/v1/organization/leave'))).status).toBe(204)
  })

  it.each([
    { role: 'member,owner' },
    { role: ['owner'] },
    { role: ' Owner' },
    { role: 'OWNER' },
    { role: 'оwner' },
    { role: null },
    { role: 0 },
    { role: '__proto__' },
    {},
    { role: 'member', id: 'x' },
  ])('A074 refuses %j', async (body) => {
    const { ctx, people } = await crew()
    const params = { user_id: people['Ada Lovelace']! }
    const answer = await send(item.PATCH, await bearerRequest(ctx, 'PATCH', '/', body), params)
    expect(answer.status).toBe(422)
  })
})
