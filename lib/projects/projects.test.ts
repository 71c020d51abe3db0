import { describe, expect, it } from 'vitest'
import { createProject, deleteProject, updateProject } from './commands'
import { getProject, listProjects } from './queries'
import * as item from '@/app/api/v1/projects/[id]/route'
import * as collection from '@/app/api/v1/projects/route'
import { asOwner, bearerRequest, countStatements, createMember, expectCode, send } from '@/lib/testing/fixtures'
import { describeIsolation } from '@/lib/testing/isolation'

const page = { limit: 100 }
const create = (ctx: Parameters<typeof createProject>[0]) => createProject(ctx, { name: 'CNRY project' })

describeIsolation({
  table: 'projects',
  read: 'org:projects:read',
  create,
  list: async (ctx) => (await listProjects(ctx, page)).data,
  get: getProject,
  update: (ctx, id) => updateProject(ctx, id, { name: 'taken over' }),
  remove: deleteProject,
})

describe('projects', () => {
  it('can be read by viewers and written from member upwards', async () => {
    const viewer = await createMember('viewer')
    const member = await createMember('member', viewer.org)
    const { id } = await create(member.ctx)
    expect((await getProject(viewer.ctx, id)).name).toBe('CNRY project')
    await expectCode(create(viewer.ctx), 'insufficient_permissions')
    await expectCode(updateProject(viewer.ctx, id, { name: 'x' }), 'insufficient_permissions')
    await expectCode(deleteProject(viewer.ctx, id), 'insufficient_permissions')
  })

  it('names the missing permission', async () => {
    const viewer = await createMember('viewer')
    await expect(create(viewer.ctx)).rejects.toThrow('org:projects:write')
  })

  it('searches, filters by status and pages newest first', async () => {
    const { ctx, org } = await createMember('member')
    for (const name of ['Alpha', 'Beta', 'Gamma', 'Beta two']) await createProject(ctx, { name })
    await asOwner(
      `update projects set created_at = now() - (case name when 'Alpha' then 4 when 'Beta' then 3 when 'Gamma' then 2 else 1 end) * interval '1 day'
       where organization_id = $1`,
      [org.id],
    )
    const names = async (input: Partial<Parameters<typeof listProjects>[1]>) =>
      (await listProjects(ctx, { limit: 100, ...input })).data.map((project) => project.name)
    expect(await names({})).toEqual(['Beta two', 'Gamma', 'Beta', 'Alpha'])
    expect(await names({ query: 'beta' })).toEqual(['Beta two', 'Beta'])
    expect(await names({ query: '%' })).toEqual([])
    const [newest] = (await listProjects(ctx, page)).data
    await updateProject(ctx, newest!.id, { status: 'archived' })
    expect(await names({ status: 'archived' })).toEqual(['Beta two'])
    expect(await names({ status: 'active', query: 'beta' })).toEqual(['Beta'])
    const first = await listProjects(ctx, { limit: 3 })
    const second = await listProjects(ctx, { limit: 3, cursor: first.nextCursor! })
    expect(second.data.map((project) => project.name)).toEqual(['Alpha'])
    expect(second.nextCursor).toBeNull()
  })

  it('A014 refuses a cursor made in another organization', async () => {
    const [a, b] = await Promise.all([createMember('member'), createMember('member')])
    for (let i = 0; i < 2; i++) await create(b.ctx)
    const { nextCursor } = await listProjects(b.ctx, { limit: 1 })
    await expectCode(listProjects(a.ctx, { limit: 1, cursor: nextCursor! }), 'validation_failed')
  })

  it('record archiving and restoring separately from other changes, and no event without a change', async () => {
    const { ctx, org } = await createMember('member')
    const { id } = await createProject(ctx, { name: 'Website' })
    const archived = await updateProject(ctx, id, { status: 'archived' })
    expect((await updateProject(ctx, id, { status: 'archived' })).archivedAt).toEqual(archived.archivedAt)
    await updateProject(ctx, id, { status: 'active' })
    await updateProject(ctx, id, { name: 'Website' })
    await updateProject(ctx, id, { name: 'Shop' })
    await deleteProject(ctx, id)
    const events = await asOwner<{ action: string }>(
      'select action from audit_events where organization_id = $1 order by sequence',
      [org.id],
    )
    const verbs = ['created', 'archived', 'restored', 'updated', 'deleted']
    expect(events.map(({ action }) => action)).toEqual(verbs.map((verb) => `project.${verb}`))
  })

  it('outlive the person who created them', async () => {
    const { ctx, user, org } = await createMember('member')
    const other = await createMember('viewer', org)
    const { id } = await create(ctx)
    await asOwner('delete from memberships where user_id = $1', [user.id])
    // A person who left is no member any more, so the organization no longer sees them.
    expect((await getProject(other.ctx, id)).creator).toBeNull()
  })
})

describe('the projects API', () => {
  it('creates, reads, changes and deletes', async () => {
    const { ctx, user } = await createMember('admin')
    const created = await send(
      collection.POST,
      await bearerRequest(ctx, 'POST', '/api/v1/projects', { name: ' Shop ' }),
    )
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ name: 'Shop', description: '', status: 'active' })
    expect(created.body.created_by.user_id).toBe(user.id)
    const { id } = created.body
    const path = `/api/v1/projects/${id}`
    const changed = await send(item.PATCH, await bearerRequest(ctx, 'PATCH', path, { status: 'archived' }), { id })
    expect(changed.body).toMatchObject({ id, status: 'archived', name: 'Shop' })
    expect((await send(item.GET, await bearerRequest(ctx, 'GET', path), { id })).body).toEqual(changed.body)
    const listed = await send(collection.GET, await bearerRequest(ctx, 'GET', '/api/v1/projects?status=archived'))
    expect(listed.body).toMatchObject({ data: [{ id }], next_cursor: null })
    expect((await send(item.DELETE, await bearerRequest(ctx, 'DELETE', path), { id })).status).toBe(204)
    expect((await send(item.GET, await bearerRequest(ctx, 'GET', path), { id })).status).toBe(404)
  })

  it.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ name: '\ud800' }, 'name'],
    [{ name: { not: '' } }, 'name'],
    [{ name: ['a'] }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 'a', organization_id: 'org_1' }, 'organization_id'],
    [{ name: 'a', id: 'proj_1' }, 'id'],
    [{ name: 'a', creator: { connect: { id: 'user_1' } } }, 'creator'],
  ])('A032 A036 A076 A224 A250 refuses %j and names the field', async (body, path) => {
    const { ctx } = await createMember('admin')
    const answer = await send(collection.POST, await bearerRequest(ctx, 'POST', '/api/v1/projects', body))
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path])
  })

  it.each(['0', '-1', '1.5', '1e9', 'NaN', '', 'null', '0x10', '1e3', '101', '5&limit=6'])(
    'A280 refuses limit=%s',
    async (limit) => {
      const { ctx } = await createMember('viewer')
      const answer = await send(collection.GET, await bearerRequest(ctx, 'GET', `/api/v1/projects?limit=${limit}`))
      expect(answer.status).toBe(422)
    },
  )

  it('takes two statements for the first page', async () => {
    const { ctx } = await createMember('member')
    await create(ctx)
    const request = await bearerRequest(ctx, 'GET', '/api/v1/projects')
    const counted = countStatements()
    expect((await send(collection.GET, request)).body.data).toHaveLength(1)
    expect(counted.statements).toHaveLength(2)
  })

  it('answers an empty change with the unchanged project', async () => {
    const { ctx, org } = await createMember('member')
    const { id, name } = await create(ctx)
    const answer = await send(item.PATCH, await bearerRequest(ctx, 'PATCH', `/api/v1/projects/${id}`, {}), { id })
    expect(answer).toMatchObject({ status: 200, body: { id, name } })
    const events = await asOwner(
      `select action from audit_events where organization_id = $1 and action <> 'session.entered'`,
      [org.id],
    )
    expect(events).toEqual([{ action: 'project.created' }])
  })
})
