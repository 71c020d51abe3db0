// What every resource must do, tested with a resource that no fork removes: its own tests go with it.
import { describe, expect, it } from 'vitest'
import { bearerRequest, countStatements, createMember, expectCode, send, asOwner } from './fixtures'
import { describeIsolation } from './isolation'
import { createNote, getNote, listNotes, readNotes, removeNote, updateNote, writeNotes } from './notes'
import { noteRoute, notesRoute } from './notes-routes'

const page = { limit: 100 }
const create = (ctx: Parameters<typeof createNote>[0]) => createNote(ctx, { name: 'CNRY note' })

describeIsolation({
  table: 'notes',
  read: readNotes,
  create,
  list: async (ctx) => (await listNotes(ctx, page)).data,
  get: getNote,
  update: (ctx, id) => updateNote(ctx, id, { name: 'taken over' }),
  remove: removeNote,
})

describe('a resource', () => {
  it('can be read but not written by viewers', async () => {
    const viewer = await createMember('viewer')
    const admin = await createMember('admin', viewer.org)
    const { id } = await create(admin.ctx)
    expect((await getNote(viewer.ctx, id)).name).toBe('CNRY note')
    await expect(create(viewer.ctx)).rejects.toThrow(writeNotes)
    await expectCode(updateNote(viewer.ctx, id, { name: 'x' }), 'insufficient_permissions')
    await expectCode(removeNote(viewer.ctx, id), 'insufficient_permissions')
  })

  it('pages newest first, and finds part of a name with wildcards taken literally', async () => {
    const { ctx, org } = await createMember('admin')
    for (const name of ['Alpha', 'Beta', 'Gamma', 'Beta two']) await createNote(ctx, { name })
    await asOwner(
      `update notes set created_at = now() - (case name when 'Alpha' then 4 when 'Beta' then 3 when 'Gamma' then 2 else 1 end) * interval '1 day'
       where organization_id = $1`,
      [org.id],
    )
    const names = async (query?: string) =>
      (await listNotes(ctx, { ...page, ...(query && { query }) })).data.map(({ name }) => name)
    expect(await names()).toEqual(['Beta two', 'Gamma', 'Beta', 'Alpha'])
    expect(await names('beta')).toEqual(['Beta two', 'Beta'])
    expect(await names('%')).toEqual([])
    const first = await listNotes(ctx, { limit: 3 })
    const second = await listNotes(ctx, { limit: 3, cursor: first.nextCursor! })
    expect([second.data.map(({ name }) => name), second.nextCursor]).toEqual([['Alpha'], null])
  })

  it('A014 refuses a cursor made in another organization', async () => {
    const [a, b] = await Promise.all([createMember('admin'), createMember('admin')])
    for (let i = 0; i < 2; i++) await create(b.ctx)
    const { nextCursor } = await listNotes(b.ctx, { limit: 1 })
    await expectCode(listNotes(a.ctx, { limit: 1, cursor: nextCursor! }), 'validation_failed')
  })

  it('stays when its creator leaves', async () => {
    const { ctx, user, org } = await createMember('admin')
    const other = await createMember('viewer', org)
    const { id } = await create(ctx)
    await asOwner('delete from memberships where user_id = $1', [user.id])
    expect((await getNote(other.ctx, id)).id).toBe(id)
  })
})

describe('the API of a resource', () => {
  it('creates, reads, changes and deletes', async () => {
    const { ctx, user } = await createMember('admin')
    const call = (method: string, path: string, body?: unknown) => bearerRequest(ctx, method, path, body)
    const created = await send(notesRoute.POST, await call('POST', '/api/v1/notes', { name: ' Minutes ' }))
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ name: 'Minutes', description: '', archived: false, created_by: user.id })
    const { id } = created.body
    const path = `/api/v1/notes/${id}`
    const changed = await send(noteRoute.PATCH, await call('PATCH', path, { archived: true }), { id })
    expect(changed.body).toMatchObject({ id, archived: true, name: 'Minutes' })
    expect((await send(noteRoute.GET, await call('GET', path), { id })).body).toEqual(changed.body)
    const listed = await send(notesRoute.GET, await call('GET', '/api/v1/notes'))
    expect(listed.body).toMatchObject({ data: [{ id }], next_cursor: null })
    expect((await send(noteRoute.DELETE, await call('DELETE', path), { id })).status).toBe(204)
    expect((await send(noteRoute.GET, await call('GET', path), { id })).status).toBe(404)
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
    [{ name: 'a', id: 'note_1' }, 'id'],
    [{ name: 'a', creator: { connect: { id: 'user_1' } } }, 'creator'],
  ])('A032 A036 A076 A224 A250 refuses %j and names the field', async (body, path) => {
    const { ctx } = await createMember('admin')
    const answer = await send(notesRoute.POST, await bearerRequest(ctx, 'POST', '/api/v1/notes', body))
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path])
  })

  it.each(['0', '-1', '1.5', '1e9', 'NaN', '', 'null', '0x10', '1e3', '101', '5&limit=6'])(
    'A280 refuses limit=%s',
    async (limit) => {
      const { ctx } = await createMember('viewer')
      const answer = await send(notesRoute.GET, await bearerRequest(ctx, 'GET', `/api/v1/notes?limit=${limit}`))
      expect(answer.status).toBe(422)
    },
  )

  it('takes two statements for the first page', async () => {
    const { ctx } = await createMember('admin')
    await create(ctx)
    const request = await bearerRequest(ctx, 'GET', '/api/v1/notes')
    const counted = countStatements()
    expect((await send(notesRoute.GET, request)).body.data).toHaveLength(1)
    expect(counted.statements).toHaveLength(2)
  })

  it('records no event for an empty change', async () => {
    const { ctx, org } = await createMember('admin')
    const { id, name } = await create(ctx)
    const answer = await send(noteRoute.PATCH, await bearerRequest(ctx, 'PATCH', `/api/v1/notes/${id}`, {}), { id })
    expect(answer).toMatchObject({ status: 200, body: { id, name } })
    const events = await asOwner(
      `select action from audit_events where organization_id = $1 and action <> 'session.entered'`,
      [org.id],
    )
    expect(events).toEqual([{ action: 'note.created' }])
  })
})
