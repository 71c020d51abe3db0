// A tab shows one organization while the session, or a token used by mistake, is in another: nothing may be written there.
import { describe, expect, it } from 'vitest'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import {
  addMember,
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  createOrg,
  send,
} from '@/lib/testing/fixtures'
import { notesRoute } from '@/lib/testing/notes-routes'

const notesOf = async (organizationId: string) =>
  (await asOwner('select 1 from notes where organization_id = $1', [organizationId])).length

const claiming = (request: Request, organization: string): Request => {
  request.headers.set('x-organization', organization)
  return request
}

describe('X-Organization', () => {
  it('A140 must name the organization of the token by id or slug, or nothing is written', async () => {
    const { ctx, org } = await createMember('admin')
    const other = await createOrg()
    const create = async (organization: string) =>
      send(notesRoute.POST, claiming(await bearerRequest(ctx, 'POST', '/api/v1/notes', { name: 'x' }), organization))
    for (const wrong of [other.id, other.slug, '', `${org.id}, ${org.id}`, org.slug.toUpperCase()]) {
      const { status, body } = await create(wrong)
      expect([wrong, status, body.code]).toEqual([wrong, 409, 'organization_mismatch'])
    }
    expect(await notesOf(org.id)).toBe(0)
    expect([(await create(org.id)).status, (await create(org.slug)).status]).toEqual([201, 201])
  })

  it('must name the active organization of a session', async () => {
    const { session, user, org } = await createMember('admin')
    const other = await createOrg()
    await addMember(other.id, user.id, 'admin')
    const body = { organization: other.id }
    await send(switchRoute, await browserRequest(session, 'PUT', '/api/session/organization', body))
    const create = async (organization: string) => {
      const request = await browserRequest(session, 'POST', '/api/v1/notes', { name: 'x' })
      return send(notesRoute.POST, claiming(request, organization))
    }
    expect((await create(org.slug)).body.code).toBe('organization_mismatch')
    expect([await notesOf(org.id), await notesOf(other.id)]).toEqual([0, 0])
    expect((await create(other.slug)).status).toBe(201)
    const me = await send(meRoute, claiming(await browserRequest(session, 'GET', '/api/v1/me'), org.id))
    expect(me.body.code).toBe('organization_mismatch')
  })
})
