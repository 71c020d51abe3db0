import { describe, expect, it } from 'vitest'
import * as organization from '@/app/api/v1/organization/route'
import { changeRole } from '@/lib/members/commands'
import {
  addMember,
  bearerRequest,
  createMember,
  createUser,
  expectCode,
  memberRequest,
  send,
  asOwner,
} from '@/lib/testing/fixtures'
import { createNote } from '@/lib/testing/notes'
import { noteRoute } from '@/lib/testing/notes-routes'
import { assertVersion, readIfMatch, toETag } from './versions'

describe('versions', () => {
  it('reads If-Match in the syntax of RFC 9110', () => {
    expect(readIfMatch(null)).toBeUndefined()
    expect(readIfMatch(' * ')).toBeUndefined()
    expect(readIfMatch('"1"')).toEqual(['1'])
    expect(readIfMatch('W/"1", "2"')).toEqual(['1', '2'])
    expect(readIfMatch('nonsense')).toEqual([])
    const time = new Date('2026-11-24T03:04:05.678Z')
    expect(readIfMatch(toETag(time))).toEqual([time.toISOString()])
  })

  it('accepts the current version, or none at all', () => {
    expect(() => assertVersion(undefined, 3)).not.toThrow()
    expect(() => assertVersion(['2', '3'], 3)).not.toThrow()
    expect(() => assertVersion(['2'], 3)).toThrow()
    expect(() => assertVersion([], 3)).toThrow()
  })

  it('protects a resource from an outdated change or deletion', async () => {
    const { ctx } = await createMember('admin')
    const { id } = await createNote(ctx, { name: 'Minutes' })
    await asOwner(`update notes set updated_at = updated_at - interval '1 minute' where id = $1`, [id])
    const path = `/api/v1/notes/${id}`
    const etag = (await send(noteRoute.GET, await bearerRequest(ctx, 'GET', path), { id })).headers.get('etag')!
    const conditional = async (method: 'PATCH' | 'DELETE', body?: unknown) => {
      const request = await bearerRequest(ctx, method, path, body)
      request.headers.set('if-match', etag)
      return send(noteRoute[method], request, { id })
    }
    const changed = await conditional('PATCH', { name: 'Agenda' })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).toBe(`"${changed.body.updated_at}"`)
    expect(await conditional('PATCH', { name: 'Lost' })).toMatchObject({
      status: 412,
      body: { code: 'precondition_failed' },
    })
    expect((await conditional('DELETE')).status).toBe(412)
  })

  it('protects the organization from an outdated change or deletion', async () => {
    const { ctx, org } = await createMember('owner')
    await asOwner(`update organizations set updated_at = updated_at - interval '1 minute' where id = $1`, [org.id])
    const path = '/api/v1/organization'
    const etag = (await send(organization.GET, await bearerRequest(ctx, 'GET', path))).headers.get('etag')!
    const conditional = async (method: 'PATCH' | 'DELETE', body?: unknown, version = etag) => {
      const request = await memberRequest(ctx, method, path, body)
      request.headers.set('if-match', version)
      return send(organization[method], request)
    }
    const changed = await conditional('PATCH', { name: 'Renamed' })
    expect(changed.status).toBe(200)
    expect((await conditional('PATCH', { name: 'Lost' })).status).toBe(412)
    expect(await conditional('DELETE')).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
    expect((await conditional('DELETE', undefined, changed.headers.get('etag')!)).status).toBe(204)
  })

  it('protects the role of a member from an outdated change', async () => {
    const { ctx, org } = await createMember('owner')
    const { id } = await createUser()
    await addMember(org.id, id, 'member')
    await changeRole(ctx, id, { role: 'admin' }, ['member'])
    await expectCode(changeRole(ctx, id, { role: 'viewer' }, ['member']), 'precondition_failed')
    expect(await changeRole(ctx, id, { role: 'viewer' }, ['admin'])).toMatchObject({ formerRole: 'admin' })
  })
})
