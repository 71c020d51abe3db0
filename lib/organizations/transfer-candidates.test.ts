import { describe, expect, it } from 'vitest'
import { authorizeOrg } from '@/lib/db/authorize'
import { asOwner, createMember, expectCode, unique } from '@/lib/testing/fixtures'
import { listCandidates } from './transfer-candidates'

/** Adds this many members with the same name and a number. */
const crowd = (organizationId: string, count: number, name: string) =>
  asOwner(
    `with made as (insert into users (name, email, email_verified_at)
       select $3 || ' ' || n, $4 || n || '@example.com', now() from generate_series(1, $2::int) n returning id)
     insert into memberships (organization_id, user_id, role) select $1, id, 'member' from made`,
    [organizationId, count, name, unique()],
  )

describe('the candidates for an ownership transfer', () => {
  it('are all other members of a small organization', async () => {
    const { ctx, org, user } = await createMember('owner')
    const other = await createMember('viewer', org)
    const found = await listCandidates(await authorizeOrg(ctx), undefined)
    expect(found).toMatchObject({ isLarge: false, more: false, query: '' })
    expect(found.members.map(({ userId }) => userId)).toEqual([other.user.id])
    expect(user.id).not.toBe(other.user.id)
  })

  it('are searched by name in a large organization, with a note when there are more', async () => {
    const { ctx, org } = await createMember('owner')
    await crowd(org.id, 110, 'Crowd')
    await crowd(org.id, 1, 'Zelda')
    const session = await authorizeOrg(ctx)
    expect(await listCandidates(session, '')).toMatchObject({ isLarge: true, members: [], query: '' })
    const one = await listCandidates(session, ' Zel ')
    expect([one.members.map(({ name }) => name), one.more, one.query]).toEqual([['Zelda 1'], false, 'Zel'])
    const many = await listCandidates(session, 'crowd')
    expect([many.members.length, many.more]).toEqual([20, true])
    expect((await listCandidates(session, 'nobody')).members).toEqual([])
    // An invalid search counts as none.
    expect(await listCandidates(session, 'x'.repeat(101))).toMatchObject({ isLarge: true, members: [] })
  })

  it('are not revealed to a caller who may not see members', async () => {
    const { ctx } = await createMember('owner')
    const blind = { ...(await authorizeOrg(ctx)), viewAs: 'nothing' }
    await expectCode(listCandidates(blind, undefined), 'insufficient_permissions')
  })
})
