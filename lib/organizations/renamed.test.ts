import { describe, expect, it } from 'vitest'
import { GET as exportRoute } from '@/app/o/[slug]/settings/audit-log/export/route'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { POST as projectsRoute } from '@/app/api/v1/projects/route'
import { enterOrg } from '@/lib/db/with-org'
import {
  asOwner,
  bearerRequest,
  browserRequest,
  countStatements,
  createMember,
  expectCode,
  send,
  uniqueSlug,
} from '@/lib/testing'
import { updateOrganization } from './profile'

/** An organization that was renamed, and a stranger who knows its old slug. */
async function renamed() {
  const member = await createMember('owner')
  const slug = uniqueSlug()
  await updateOrganization(member.ctx, { slug })
  return { ...member, old: member.org.slug, slug, stranger: await createMember('owner') }
}

const call = async (session: Parameters<typeof browserRequest>[0], organization: string) => [
  await send(tokenRoute, await browserRequest(session, 'POST', '/api/token', { organization })),
  await send(switchRoute, await browserRequest(session, 'PUT', '/api/session/organization', { organization })),
]

describe('the slug that an organization had', () => {
  it('gets a member its token and makes it the active one; a stranger it gets nothing', async () => {
    const { session, stranger, old, slug } = await renamed()
    for (const { status, body } of await call(session, old))
      expect([status, body.organization.slug]).toEqual([200, slug])
    for (const { body } of await call(stranger.session, old))
      expect(body).toMatchObject({ status: 404, code: 'not_found' })
    for (const { status } of await call(session, uniqueSlug())) expect(status).toBe(404)
  })

  it('leads an export on, with what was asked', async () => {
    const { session, stranger, old, slug } = await renamed()
    const path = (of: string) => `/o/${of}/settings/audit-log/export?format=csv&action=project.`
    const get = async (who: typeof session) =>
      exportRoute(await browserRequest(who, 'GET', path(old)), { params: Promise.resolve({ slug: old }) })
    const answer = await get(session)
    expect([answer.status, answer.headers.get('location')]).toEqual([307, path(slug)])
    expect((await get(stranger.session)).status).toBe(404)
  })

  it('is what a tab may still claim to be in, until another organization could have it', async () => {
    const { ctx, org, old, slug } = await renamed()
    const other = await renamed()
    const create = async (claim: string) => {
      const request = await bearerRequest(ctx, 'POST', '/api/v1/projects', { name: 'x' })
      request.headers.set('x-organization', claim)
      return (await send(projectsRoute, request)).status
    }
    expect([await create(old), await create(slug)]).toEqual([201, 201])
    expect([await create(other.old), await create(other.slug)]).toEqual([409, 409])
    expect((await enterOrg({ ...ctx, claimedOrganization: old })).org.slug).toBe(slug)
    await expectCode(enterOrg({ ...ctx, claimedOrganization: other.old }), 'organization_mismatch')
    await asOwner(`update organization_slugs set released_at = now() - interval '91 days' where organization_id = $1`, [
      org.id,
    ])
    expect(await create(old)).toBe(409)
  })

  it('costs nothing where it is not used', async () => {
    const { ctx, slug } = await renamed()
    const request = async (claim?: string) => {
      const made = await bearerRequest(ctx, 'GET', '/api/v1/me')
      if (claim) made.headers.set('x-organization', claim)
      const { statements } = countStatements()
      const before = statements.length
      await send(meRoute, made)
      return statements.length - before
    }
    // Connections, and the keys, are there after the first.
    await request()
    expect(await request(slug)).toBe(await request())
  })
})
