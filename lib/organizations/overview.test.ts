import { describe, expect, it } from 'vitest'
import { invite } from '@/lib/invitations/send'
import { revokeInvitation } from '@/lib/invitations/commands'
import { getOverview } from './overview'
import { createProject, updateProject } from '@/lib/projects/commands'
import { createRole } from '@/lib/roles/commands'
import {
  addMember,
  asOwner,
  countStatements,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  uniqueEmail,
} from '@/lib/testing/fixtures'

const namesOf = (list: { name?: string; title?: string }[] | undefined) => list?.map(({ name, title }) => name ?? title)

describe('the overview of an organization', () => {
  it('counts its own members and projects alone, and shows the newest active ones', async () => {
    const { ctx, org, user } = await createMember('owner')
    const other = await createMember('owner')
    await createProject(other.ctx, { name: 'Of somebody else' })
    await addMember(org.id, (await createUser({ name: 'Vera' })).id, 'viewer')
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) await createProject(ctx, { name })
    const done = await createProject(ctx, { name: 'done' })
    await updateProject(ctx, done.id, { status: 'archived' })
    const { members, resources } = await getOverview(ctx)
    const projects = resources.find(({ path }) => path === 'projects')
    expect(members).toMatchObject({ count: 2, joined: 2 })
    expect(namesOf(members?.newest)).toEqual(['Vera', user.name])
    expect(projects).toMatchObject({ active: 6, archived: 1, created: 7 })
    expect(namesOf(projects?.newest)).toEqual(['six', 'five', 'four', 'three', 'two'])
    expect(projects?.newest[0]).toMatchObject({ creator: user.name, createdAt: expect.any(Date) })
  })

  it('shows everybody what they work on themselves, the last change first', async () => {
    const { ctx, org } = await createMember('owner')
    await createProject(ctx, { name: 'Not theirs' })
    const member = await createMember('member', org)
    const first = await createProject(member.ctx, { name: 'First' })
    await createProject(member.ctx, { name: 'Second' })
    await asOwner(`update projects set updated_at = updated_at - interval '1 minute' where organization_id = $1`, [
      org.id,
    ])
    await updateProject(member.ctx, first.id, { description: 'Changed' })
    expect(namesOf((await getOverview(member.ctx)).resources[0]?.mine)).toEqual(['First', 'Second'])
  })

  it('counts invitations that can still be accepted, those that end soonest first', async () => {
    const { ctx, org } = await createMember('owner')
    const [late, soon, gone, over] = await Promise.all(
      Array.from({ length: 4 }, () => invite(ctx, { email: uniqueEmail(), role: 'member' })),
    )
    await revokeInvitation(ctx, gone!.id)
    const end = (id: string, hours: number) =>
      asOwner('update invitations set expires_at = now() + make_interval(hours => $2) where id = $1', [id, hours])
    await end(soon!.id, 3)
    await end(over!.id, -3)
    const { invitations } = await getOverview(ctx)
    expect(invitations).toMatchObject({ count: 2, soonest: [{ email: soon!.email }, { email: late!.email }] })
    expect((await getOverview((await createMember('member', org)).ctx)).invitations).toBeNull()
  })

  it('tells nothing that the role may not see', async () => {
    const { ctx, org } = await createMember('owner')
    await createProject(ctx, { name: 'Hidden' })
    const { key } = await createRole(ctx, { name: 'Reception', permissions: ['org:read'] })
    const { id } = await createUser()
    await addMember(org.id, id, key)
    const theirs = { ...(await createSession(id)), organization: org.id, tokenId: null }
    expect(await getOverview(theirs)).toEqual({ members: null, invitations: null, resources: [] })
  })

  it('takes one visit to the door, and one statement in it', async () => {
    const { ctx } = await createMember('owner')
    await getOverview(ctx)
    const { statements } = countStatements()
    await getOverview(ctx)
    expect(statements).toHaveLength(3)
  })

  it('does not exist for who is no member', async () => {
    const { ctx } = await createMember('owner')
    await expectCode(getOverview({ ...ctx, organization: (await createOrg()).id }), 'not_found')
  })
})
