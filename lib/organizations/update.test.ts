import { describe, expect, it } from 'vitest'
import { POST as createRoute } from '@/app/api/organizations/route'
import { GET, PATCH } from '@/app/api/v1/organization/route'
import { authorizeOrg } from '@/lib/db/authorize'
import { issueOrgToken } from '@/lib/org-token/issue'
import {
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  createOrg,
  expectCode,
  send,
  uniqueSlug,
} from '@/lib/testing/fixtures'
import type { MemberContext, UserContext } from '@/lib/db/session'
import { slugKeptDays } from './slugs'
import { maxKeptSlugs } from './commands'

const path = '/api/v1/organization'
const change = async (ctx: MemberContext, body: unknown) => send(PATCH, await bearerRequest(ctx, 'PATCH', path, body))

/** The organization that a slug opens for a person, its slug, and whether the given one is a former slug. */
async function opens(session: UserContext, slug: string) {
  const { org, byFormerSlug } = await authorizeOrg({ ...session, organization: slug, tokenId: null })
  return [org.id, org.slug, byFormerSlug]
}

describe('the organization', () => {
  it('is read by every member, and changed by those with org:manage', async () => {
    const { ctx, org } = await createMember('admin')
    const viewer = await createMember('viewer', org)
    const seen = await send(GET, await bearerRequest(viewer.ctx, 'GET', path))
    expect(seen.body).toEqual({
      id: org.id,
      slug: org.slug,
      name: org.name,
      logo_url: null,
      second_factor_from: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    expect((await change(viewer.ctx, { name: 'Mine' })).body).toMatchObject({
      status: 403,
      code: 'insufficient_permissions',
    })
    expect((await change(ctx, { name: 'Renamed' })).body).toMatchObject({ name: 'Renamed', slug: org.slug })
    const events = await asOwner(
      `select action, changes from audit_events where organization_id = $1 and action <> 'session.entered' order by sequence`,
      [org.id],
    )
    expect(events).toEqual([
      { action: 'access.refused', changes: {} },
      { action: 'organization.updated', changes: { name: [org.name, 'Renamed'] } },
    ])
  })

  it.each([
    [{ slug: 'admin' }, 422, 'slug_reserved'],
    [{ slug: 'A B' }, 422, 'validation_failed'],
    [{ name: '' }, 422, 'validation_failed'],
    [{ id: 'org_1' }, 422, 'validation_failed'],
    [{ deleted_at: null }, 422, 'validation_failed'],
    [{ logo_url: 'javascript:alert(1)' }, 422, 'validation_failed'],
  ])('A232 answers %j with %d %s', async (body, status, code) => {
    const { ctx } = await createMember('owner')
    expect((await change(ctx, body)).body).toMatchObject({ status, code })
  })

  it('cannot take the slug of another organization', async () => {
    const { ctx } = await createMember('owner')
    const { slug } = await createOrg()
    const refused = await change(ctx, { slug })
    expect(refused.body).toMatchObject({ status: 409, code: 'slug_taken', errors: [{ path: 'slug' }] })
  })
})

describe('A054 a released slug', () => {
  it('redirects members only, and tokens contain the new slug', async () => {
    const a = await createMember('owner')
    const stranger = await createMember('owner')
    const slug = uniqueSlug()
    expect((await change(a.ctx, { slug })).status).toBe(200)
    expect(await opens(a.session, a.org.slug)).toEqual([a.org.id, slug, true])
    expect(await opens(a.session, slug)).toEqual([a.org.id, slug, false])
    await expectCode(opens(stranger.session, a.org.slug), 'not_found')
    expect((await issueOrgToken(a.ctx)).organization).toMatchObject({ slug })
    // Renamed back: the current slug does not redirect.
    await change(a.ctx, { slug: a.org.slug })
    expect(await opens(a.session, a.org.slug)).toEqual([a.org.id, a.org.slug, false])
    expect(await opens(a.session, slug)).toEqual([a.org.id, a.org.slug, true])
  })

  it('is reserved for its organization for 90 days, then free', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    await change(a.ctx, { slug: uniqueSlug() })
    const taken = await change(b.ctx, { slug: a.org.slug })
    expect(taken.body).toMatchObject({ status: 409, code: 'slug_taken' })
    const create = async () =>
      send(createRoute, await browserRequest(b.session, 'POST', '/api/organizations', { name: 'X', slug: a.org.slug }))
    expect((await create()).body).toMatchObject({ status: 409, code: 'slug_taken', errors: [{ path: 'slug' }] })
    await asOwner(`update organization_slugs set released_at = now() - interval '91 days' where slug = $1`, [
      a.org.slug,
    ])
    const created = await create()
    expect(created.status).toBe(201)
    // The old links belong to the new organization now.
    expect(await opens(b.session, a.org.slug)).toEqual([created.body.id, a.org.slug, false])
    await expectCode(opens(a.session, a.org.slug), 'not_found')
  })

  it('is one of five at most; then only one of them can be taken, until one is free', async () => {
    const { ctx, org } = await createMember('owner')
    const rename = (slug: string) => change(ctx, { slug })
    const given = [org.slug, ...Array.from({ length: maxKeptSlugs }, () => uniqueSlug())]
    for (const slug of given.slice(1)) expect((await rename(slug)).status).toBe(200)
    const refused = await rename(uniqueSlug())
    expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' })
    const days = Number(refused.headers.get('retry-after')) / 24 / 60 / 60
    expect(days).toBeGreaterThan(slugKeptDays - 1)
    expect(days).toBeLessThanOrEqual(slugKeptDays)
    expect((await change(ctx, { name: 'Only the name' })).status).toBe(200)
    expect((await rename(org.slug)).status).toBe(200)
    expect((await rename(uniqueSlug())).status).toBe(429)
    await asOwner(`update organization_slugs set released_at = now() - interval '91 days' where slug = $1`, [given[1]])
    expect((await rename(uniqueSlug())).status).toBe(200)
  })

  it.runIf(process.env.TEST_DATABASE_URL)('A324 cannot be taken at the moment of its release', async () => {
    for (let round = 0; round < 8; round++) {
      const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
      const [released] = await Promise.all([
        change(a.ctx, { slug: uniqueSlug() }),
        change(b.ctx, { slug: a.org.slug }).then(({ status }) => expect(status).toBe(409)),
      ])
      expect(released.status).toBe(200)
    }
  })
})
