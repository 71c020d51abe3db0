import { describe, expect, it } from 'vitest'
import { GET as listRoute, POST as createRoute } from '@/app/api/organizations/route'
import { PUT as switchRoute } from '@/app/api/session/organization/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import {
  addMember,
  apiRequest,
  asOwner,
  browserRequest,
  countStatements,
  createMember,
  createOrg,
  createSession,
  createUser,
  endMemberships,
  send,
  uniqueSlug,
} from '@/lib/testing/fixtures'
import { activateOrg } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { leaveOrganization } from '@/lib/members/commands'
import { deleteOrganization } from '@/lib/organizations/deletion'
import { builtInRoles } from '@/lib/permissions/roles'
import { createNote } from '@/lib/testing/notes'
import { notesRoute } from '@/lib/testing/notes-routes'

const create = async (session: UserContext, body: unknown) =>
  send(createRoute, await browserRequest(session, 'POST', '/api/organizations', body))
const switchTo = async (session: UserContext, organization: unknown) =>
  send(switchRoute, await browserRequest(session, 'PUT', '/api/session/organization', { organization }))
const mine = async (session: UserContext) =>
  (await send(listRoute, await browserRequest(session, 'GET', '/api/organizations'))).body.data

describe('creating an organization', () => {
  it('makes the caller its owner and activates it', async () => {
    const session = await createSession((await createUser()).id)
    const slug = uniqueSlug()
    const created = await create(session, { name: 'Acme', slug })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ slug, name: 'Acme', logo_url: null, role: 'owner' })
    expect(created.body.permissions).toEqual(builtInRoles.owner)
    const [row] = await asOwner<{ created: Date }>('select created_at as created from organizations where slug = $1', [
      slug,
    ])
    expect(created.body.created_at).toBe(row!.created.toISOString())
    expect(await mine(session)).toMatchObject([{ id: created.body.id, role: 'owner', is_active: true }])
  })

  it('derives the slug from the name, and another one if that is taken', async () => {
    const session = await createSession((await createUser()).id)
    const name = `Café ${uniqueSlug()}`
    const [first, second] = [await create(session, { name }), await create(session, { name })]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.body.slug).toMatch(/^cafe-org-/)
    expect(second.body.slug).toMatch(new RegExp(`^${first.body.slug}-[0-9a-z]{4}$`))
  })

  it.each([
    [{ name: 'X', slug: 'admin' }, 422, 'slug_reserved'],
    [{ name: 'X', slug: 'adm1n' }, 422, 'slug_reserved'],
    [{ name: 'X', slug: 'A B' }, 422, 'validation_failed'],
    [{ name: '' }, 422, 'validation_failed'],
    [{ name: '\u3164' }, 422, 'validation_failed'],
    [{ name: '\u0410cme' }, 422, 'validation_failed'],
    [{ name: 'X', owner: 'user_1' }, 422, 'validation_failed'],
    [{ name: 'X', id: 'org_1' }, 422, 'validation_failed'],
  ])('F15 answers %j with %d %s', async (body, status, code) => {
    const session = await createSession((await createUser()).id)
    const answer = await create(session, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('refuses a taken slug and an unverified person', async () => {
    const taken = await createOrg()
    const session = await createSession((await createUser()).id)
    expect((await create(session, { name: 'X', slug: taken.slug })).body).toMatchObject({
      status: 409,
      code: 'slug_taken',
    })
    const unverified = await createSession((await createUser({ verified: false })).id)
    expect((await create(unverified, { name: 'X' })).body).toMatchObject({ status: 403, code: 'email_unverified' })
    expect(await mine(unverified)).toEqual([])
  })
})

describe('switching the active organization', () => {
  it('works without signing in again, and returns a token', async () => {
    const { session, org: acme, user } = await createMember('admin')
    const globex = await createOrg()
    await addMember(globex.id, user.id, 'viewer')
    for (const [organization, role] of [
      [acme.slug, 'admin'],
      [globex.id, 'viewer'],
    ] as const) {
      const answer = await switchTo(session, organization)
      expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 300, organization: { role } })
      const seen = await send(
        meRoute,
        apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${answer.body.access_token}` }),
      )
      expect(seen.body.org_role).toBe(role)
      const byCookie = await send(meRoute, await browserRequest(session, 'GET', '/api/v1/me'))
      expect(byCookie.body.org_id).toBe(answer.body.organization.id)
    }
    expect(
      (await mine(session)).filter((organization: { is_active: boolean }) => organization.is_active),
    ).toMatchObject([{ id: globex.id }])
  })

  it('takes one statement for an organization that the session has used before', async () => {
    const { session, org } = await createMember('member')
    await switchTo(session, org.id)
    const request = await browserRequest(session, 'PUT', '/api/session/organization', { organization: org.id })
    const counted = countStatements()
    expect((await send(switchRoute, request)).status).toBe(200)
    expect(counted.statements).toHaveLength(1)
  })

  it('A040 A041 is refused for organizations that the person does not belong to', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    await switchTo(a.session, a.org.id)
    for (const target of [b.org.id, b.org.slug, b.org.slug.toUpperCase(), `${b.org.slug}%20`, 'unknown'])
      expect((await switchTo(a.session, target)).status).toBe(404)
    const seen = await send(meRoute, await browserRequest(a.session, 'GET', '/api/v1/me'))
    expect(seen.body.org_id).toBe(a.org.id)
  })

  it.each([[['a', 'b']], [{ id: 'a' }], [7], ['']])('A036 refuses %j', async (organization) => {
    const { session } = await createMember('owner')
    expect((await switchTo(session, organization)).status).toBe(422)
  })

  it('to null leaves the session without an active organization', async () => {
    const { session, org } = await createMember('owner')
    await switchTo(session, org.id)
    expect((await switchTo(session, null)).body).toMatchObject({ organization: null })
    const answer = await send(notesRoute.GET, await browserRequest(session, 'GET', '/api/v1/notes'))
    expect([answer.status, answer.body.code]).toEqual([409, 'no_active_organization'])
  })

  it('is undone when the person is removed from the organization', async () => {
    const { session, org } = await createMember('owner')
    await switchTo(session, org.id)
    await endMemberships(org.id)
    const answer = await send(meRoute, await browserRequest(session, 'GET', '/api/v1/me'))
    expect([answer.status, answer.body.code]).toEqual([409, 'no_active_organization'])
  })

  it('A164 keeps each answer in one organization while switching back and forth', async () => {
    const { session, org: acme, user, ctx } = await createMember('admin')
    const globex = await createOrg()
    await addMember(globex.id, user.id, 'admin')
    await createNote(ctx, { name: acme.id })
    await createNote({ ...ctx, organization: globex.id }, { name: globex.id })
    await Promise.all(
      Array.from({ length: 25 }, async (_, index) => {
        await switchTo(session, index % 2 ? acme.id : globex.id)
        const { body } = await send(notesRoute.GET, await browserRequest(session, 'GET', '/api/v1/notes'))
        expect(body.data).toHaveLength(1)
      }),
    )
  })
})

describe('the only organization of a person is active', () => {
  const active = async (session: UserContext) =>
    (await mine(session)).filter((each: { is_active: boolean }) => each.is_active).map(({ id }: { id: string }) => id)

  it('when they join it after they have left another', async () => {
    const { user, session, ctx } = await createMember('member')
    await activateOrg(ctx)
    await leaveOrganization(ctx)
    const next = await createOrg()
    await addMember(next.id, user.id, 'viewer')
    expect(await active(session)).toEqual([next.id])
  })

  it('when the other one is deleted', async () => {
    const first = await createMember('owner')
    const { ctx, user, session } = first
    const second = await createOrg()
    await addMember(second.id, user.id, 'owner')
    await activateOrg({ ...ctx, organization: second.id })
    expect(await active(session)).toEqual([second.id])
    await deleteOrganization({ ...ctx, organization: second.id })
    expect(await active(session)).toEqual([first.org.id])
  })
})

describe('my organizations', () => {
  it('are paged by name, as every list', async () => {
    const { id: userId } = await createUser()
    const session = await createSession(userId)
    const names = ['Delta', 'alpha', 'Bravo', 'Bravo', 'Charlie']
    for (const name of names) await addMember((await createOrg({ name })).id, userId, 'member')
    const page = async (query: string, by = session) =>
      send(listRoute, await browserRequest(by, 'GET', `/api/organizations?${query}`))
    const all = await mine(session)
    expect(all.map(({ name }: { name: string }) => name)).toEqual(['alpha', 'Bravo', 'Bravo', 'Charlie', 'Delta'])
    const seen: unknown[] = []
    let cursor: string | null = ''
    for (let pages = 0; cursor !== null; pages++) {
      const { body } = await page(`limit=2${cursor && `&cursor=${cursor}`}`)
      expect(body.data.length).toBe(pages < 2 ? 2 : 1)
      seen.push(...body.data)
      cursor = body.next_cursor
    }
    expect(seen).toEqual(all)
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x'])
      expect((await page(query)).body.code, query).toBe('validation_failed')
    const { next_cursor: foreign } = (await page('limit=2')).body
    const stranger = await createSession((await createUser()).id)
    expect((await page(`cursor=${foreign}`, stranger)).body.code).toBe('validation_failed')
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    expect((await page(`limit=2&cursor=${foreign}`)).status).toBe(401)
  })

  it('takes the same few statements for one as for fifty', async () => {
    const { user, session } = await createMember('owner')
    const count = async () => {
      const request = await browserRequest(session, 'GET', '/api/organizations?limit=100')
      const counted = countStatements()
      const { body } = await send(listRoute, request)
      return [body.data.length, counted.statements.length]
    }
    await mine(session)
    const [, few] = await count()
    await asOwner(
      `with made as (insert into organizations (slug, name) select $1 || i, 'Org ' || i from generate_series(1, 49) i returning id)
       insert into memberships (organization_id, user_id, role) select id, $2, 'member' from made`,
      [`${uniqueSlug()}-`, user.id],
    )
    expect(await count()).toEqual([50, few])
    expect(few).toBe(1)
  })
})
