import { describe, expect, it } from 'vitest'
import { changeRole } from './commands'
import { listMembers } from './queries'
import { listMembersSchema } from './schema'
import { addMember, asOwner, createMember, createUser, expectCode, databaseNow } from '@/lib/testing/fixtures'
import { withIdentity } from '@/lib/db/with-identity'
import { activateOrg } from '@/lib/db/authorize'
import type { OrgContext } from '@/lib/db/session'
import type { ListInput } from './rows'

const list = async (ctx: OrgContext, query: Record<string, string> = {}) =>
  (await listMembers(ctx, listMembersSchema.parse(query))).data.map(({ name }) => name)

async function organizationOf(people: [name: string, email: string, role: string][]) {
  const owner = await createMember('owner')
  const ids: Record<string, string> = {}
  for (const [name, email, role] of people) {
    const user = await createUser({ name, email: `${owner.org.slug}.${email}` })
    await addMember(owner.org.id, user.id, role)
    ids[name] = user.id
  }
  return { ...owner, ids }
}

describe('the search for members', () => {
  it('ignores accents and case, and finds other alphabets and words in the middle', async () => {
    const { ctx } = await organizationOf([
      ['Émile Zola', 'a@one.test', 'member'],
      ['Søren Åkesson', 'b@one.test', 'member'],
      ['Жанна Иванова', 'c@one.test', 'member'],
      ['Anna Maria Weiß', 'd@one.test', 'member'],
    ])
    for (const query of ['emile', 'ÉMILE', 'zola', 'emile z', 'e\u0301mile'])
      expect(await list(ctx, { query }), query).toEqual(['Émile Zola'])
    for (const query of ['soren', 'åkes', 'AKESSON'])
      expect(await list(ctx, { query }), query).toEqual(['Søren Åkesson'])
    expect(await list(ctx, { query: 'жан' })).toEqual(['Жанна Иванова'])
    for (const query of ['maria w', 'weiss', 'Weiß'])
      expect(await list(ctx, { query }), query).toEqual(['Anna Maria Weiß'])
    for (const query of ['nna', '%', '_', '.', '@']) expect(await list(ctx, { query }), query).toEqual([])
  })

  it('finds an address by any of its words and by its domain, but not by the end of the domain', async () => {
    const { ctx } = await organizationOf([
      ['One', 'jane.doe@mail.acme.test', 'member'],
      ['Two', 'joe@acme.test', 'member'],
      ['Three', 'joel@other.test', 'member'],
    ])
    expect((await list(ctx, { query: 'acme.test' })).sort()).toEqual(['One', 'Two'])
    expect(await list(ctx, { query: '@mail.acme' })).toEqual(['One'])
    expect(await list(ctx, { query: 'doe@' })).toEqual(['One'])
    // A character after the word makes it a whole word.
    expect(await list(ctx, { query: 'joe@' })).toEqual(['Two'])
    expect((await list(ctx, { query: 'joe' })).sort()).toEqual(['Three', 'Two'])
    expect(await list(ctx, { query: 'test', role: 'member' })).toEqual([])
  })

  it('finds members within a role, also after their role changed', async () => {
    const { ctx, ids } = await organizationOf([
      ['Ada One', 'a@x.test', 'member'],
      ['Ada Two', 'b@x.test', 'viewer'],
    ])
    expect(await list(ctx, { query: 'ada', role: 'viewer' })).toEqual(['Ada Two'])
    await changeRole(ctx, ids['Ada One']!, { role: 'viewer' })
    expect(await list(ctx, { query: 'ada', role: 'viewer' })).toEqual(['Ada One', 'Ada Two'])
    expect(await list(ctx, { query: 'ada', role: 'member' })).toEqual([])
  })

  it('finds a new name and address, in every organization of the person and in no other', async () => {
    const one = await organizationOf([['Old Name', 'old@x.test', 'member']])
    const two = await createMember('owner')
    const id = one.ids['Old Name']!
    await addMember(two.org.id, id, 'viewer')
    await withIdentity(async (db) => {
      await db.user.update({ where: { id }, data: { name: 'Änne Neu', email: `${one.org.slug}.new@y.test` } })
      // The trigger opens and leaves each organization in turn: inside one, no sessions are visible.
      expect(await db.session.count({ where: { userId: id } })).toBe(0)
    })
    for (const { ctx } of [one, two]) {
      for (const query of ['anne', 'neu', 'y.test']) expect(await list(ctx, { query }), query).toEqual(['Änne Neu'])
      for (const query of ['old', 'x.test']) expect(await list(ctx, { query }), query).toEqual([])
    }
    expect(await list(one.ctx)).toEqual(['Änne Neu', 'Test Person'])
  })
})

describe('the order of a list of members', () => {
  it('by role goes from the highest role down, then by name, whatever the keys', async () => {
    const { ctx, org } = await createMember('owner')
    for (const [key, name] of [
      ['aaa', 'Zoo keeper'],
      ['zzz', 'Baker'],
    ])
      await asOwner(`insert into roles (organization_id, key, name, permissions) values ($1, $2, $3, '{org:read}')`, [
        org.id,
        key,
        name,
      ])
    for (const role of ['viewer', 'aaa', 'admin', 'zzz', 'member', 'admin'])
      await addMember(org.id, (await createUser({ name: `A ${role}` })).id, role)
    const ranked = ['Test Person', 'A admin', 'A admin', 'A member', 'A viewer', 'A zzz', 'A aaa']
    expect(await list(ctx, { sort: 'role' })).toEqual(ranked)
    expect(await list(ctx, { sort: 'role', order: 'desc' })).toEqual(ranked.toReversed())
    expect(await list(ctx, { sort: 'role', role: 'admin' })).toEqual(['A admin', 'A admin'])
  })

  const inputs: [string, Omit<ListInput, 'limit' | 'cursor'>][] = [
    ...(['name', 'role', 'joined', 'active'] as const).flatMap((sort) =>
      (['asc', 'desc'] as const).map((order): [string, Omit<ListInput, 'limit' | 'cursor'>] => [
        `${sort} ${order}`,
        { sort, order },
      ]),
    ),
    ['role within one', { sort: 'role', role: 'member' }],
    ['joined within one role', { sort: 'joined', role: 'member' }],
    ['words', { sort: 'name', query: 'p' }],
    ['words within one role', { sort: 'name', query: 'p', role: 'member' }],
  ]

  it.each(inputs)('by %s is paged to the end and back', async (_name, input) => {
    const { ctx } = await organizationOf(
      Array.from({ length: 8 }, (_, i) => [`P${i % 3}`, `p${i}@x.test`, ['member', 'viewer', 'admin'][i % 3]!]),
    )
    const all = (await listMembers(ctx, { ...input, limit: 100 })).data.map(({ userId }) => userId)
    const pages: string[][] = []
    let page = await listMembers(ctx, { ...input, limit: 2 })
    expect(page.previousCursor).toBeNull()
    for (;;) {
      pages.push(page.data.map(({ userId }) => userId))
      if (!page.nextCursor) break
      page = await listMembers(ctx, { ...input, limit: 2, cursor: page.nextCursor })
    }
    expect(pages.flat()).toEqual(all)
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(2)
    const back: string[][] = [pages.at(-1)!]
    while (page.previousCursor) {
      page = await listMembers(ctx, { ...input, limit: 2, cursor: page.previousCursor })
      back.unshift(page.data.map(({ userId }) => userId))
      expect(page.nextCursor).not.toBeNull()
    }
    expect(back).toEqual(pages)
  })

  it('is part of a cursor, which is refused for another order', async () => {
    const { ctx } = await organizationOf([['P', 'p@x.test', 'member']])
    const { nextCursor } = await listMembers(ctx, { sort: 'name', limit: 1 })
    const cursor = nextCursor!
    await expectCode(listMembers(ctx, { sort: 'name', order: 'desc', limit: 1, cursor }), 'validation_failed')
    await expectCode(listMembers(ctx, { sort: 'joined', limit: 1, cursor }), 'validation_failed')
    expect((await listMembers(ctx, { sort: 'name', order: 'asc', limit: 1, cursor })).data).toHaveLength(1)
  })
})

describe('the time of a member’s last activity', () => {
  const seen = async (org: string, user: string) => {
    const [row] = await asOwner<{ at: Date }>(
      'select last_active_at as at from memberships where organization_id = $1 and user_id = $2',
      [org, user],
    )
    return row!.at.getTime()
  }
  const age = (org: string, user: string, minutes: number) =>
    asOwner(
      `update memberships set last_active_at = now() - make_interval(mins => $3) where organization_id = $1 and user_id = $2`,
      [org, user, minutes],
    )

  it('is updated by a page view, at most every five minutes, also when the organization is already active', async () => {
    const { ctx, org, user } = await createMember('viewer')
    await activateOrg(ctx)
    await age(org.id, user.id, 4)
    const before = await seen(org.id, user.id)
    await activateOrg(ctx)
    expect(await seen(org.id, user.id)).toBe(before)
    await age(org.id, user.id, 60)
    const now = await databaseNow()
    await activateOrg(ctx)
    expect(await seen(org.id, user.id)).toBeGreaterThanOrEqual(now)
  })

  it('is not changed by a person outside the organization', async () => {
    const { org, user } = await createMember('viewer')
    const stranger = await createMember('viewer')
    await age(org.id, user.id, 60)
    const before = await seen(org.id, user.id)
    await expectCode(activateOrg({ ...stranger.ctx, organization: org.id }), 'not_found')
    expect(await seen(org.id, user.id)).toBe(before)
  })
})
