import { describe, expect, it } from 'vitest'
import { getOverview } from './overview'
import { createProject, updateProject } from './projects'
import { addMember, countStatements, createMember, createOrg, createUser, expectCode } from './testing'

describe('the overview of an organization', () => {
  it('counts its own members and projects alone, and shows the newest active ones', async () => {
    const { ctx, org } = await createMember('owner')
    const other = await createMember('owner')
    await createProject(other.ctx, { name: 'Of somebody else' })
    await addMember(org.id, (await createUser()).id, 'viewer')
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) await createProject(ctx, { name })
    const done = await createProject(ctx, { name: 'done' })
    await updateProject(ctx, done.id, { status: 'archived' })
    const { members, projects } = await getOverview(ctx)
    expect(members).toBe(2)
    expect(projects).toMatchObject({ active: 6, archived: 1 })
    expect(projects?.newest.map(({ name }) => name)).toEqual(['six', 'five', 'four', 'three', 'two'])
  })

  it('takes one visit to the door', async () => {
    const { ctx } = await createMember('viewer')
    const { statements } = countStatements()
    await getOverview(ctx)
    expect(statements).toHaveLength(5)
  })

  it('does not exist for who is no member', async () => {
    const { ctx } = await createMember('owner')
    await expectCode(getOverview({ ...ctx, organization: (await createOrg()).id }), 'not_found')
  })
})
