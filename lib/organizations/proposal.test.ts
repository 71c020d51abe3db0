import { expect, it } from 'vitest'
import { GET as slugRoute } from '@/app/api/organizations/slug/route'
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import {
  asOwner,
  browserRequest,
  createMember,
  createOrg,
  createSession,
  createUser,
  send,
  unique,
  uniqueSlug,
} from '@/lib/testing/fixtures'
import { createOrganization } from './commands'
import { proposeOrganization } from './proposal'

const signedIn = async (email: string, verified = true) =>
  authorizeUser(await createSession((await createUser({ email, verified })).id))

const none = { name: '', slug: '' }

const stateOf = async (session: UserContext, slug: string) =>
  (await send(slugRoute, await browserRequest(session, 'GET', `/api/organizations/slug?slug=${slug}`))).body.state

it('proposes name and slug by the domain of a verified address, and no slug that is taken', async () => {
  const company = unique()
  const name = company[0]!.toUpperCase() + company.slice(1)
  expect(await proposeOrganization(await signedIn(`ada@${company}.dev`))).toEqual({ name, slug: company, hue: 0 })
  await createOrg({ slug: company })
  expect(await proposeOrganization(await signedIn(`bob@${company}.dev`))).toEqual({ name, slug: '', hue: 0 })
})

it('proposes nothing for an address that is not verified or not of a company, or to a member', async () => {
  expect(await proposeOrganization(await signedIn(`ada@${unique()}.dev`, false))).toMatchObject(none)
  expect(await proposeOrganization(await signedIn(`${unique()}@gmail.com`))).toMatchObject(none)
  const { session, user } = await createMember('member')
  await asOwner('update users set email = $2 where id = $1', [user.id, `ada@${unique()}.dev`])
  expect(await proposeOrganization(await authorizeUser(session))).toMatchObject(none)
})

it('proposes a color that the person’s other organizations do not have', async () => {
  const { session, org } = await createMember('member')
  await asOwner('update organizations set hue = 0 where id = $1', [org.id])
  const person = await authorizeUser(session)
  expect((await proposeOrganization(person)).hue).toBe(1)
  const made = await createOrganization(session, { name: unique() })
  expect(made.hue).toBe(1)
  expect((await proposeOrganization(person)).hue).toBe(2)
})

it('says whether a slug is free, taken, kept for its former organization, reserved or none', async () => {
  const { session, org } = await createMember('owner')
  const [former, released] = [uniqueSlug(), uniqueSlug()]
  for (const [slug, days] of [[former, 1] as const, [released, 400] as const])
    await asOwner(
      `insert into organization_slugs (organization_id, slug, released_at) values ($1, $2, now() - make_interval(days => $3))`,
      [org.id, slug, days],
    )
  expect(await stateOf(session, uniqueSlug())).toBe('free')
  expect(await stateOf(session, org.slug)).toBe('taken')
  expect(await stateOf(session, former)).toBe('taken')
  expect(await stateOf(session, released)).toBe('free')
  expect(await stateOf(session, 'admin')).toBe('reserved')
  expect(await stateOf(session, 'No+Slug')).toBe('invalid')
})
