import { describe, expect, it } from 'vitest'
import { GET, PATCH } from '@/app/api/account/route'
import { startSession } from '@/lib/auth/credentials'
import { startPath } from '@/lib/auth/start-page'
import { activateOrg, authorizeOrg } from '@/lib/db/authorize'
import { leaveOrganization } from '@/lib/members/commands'
import {
  addMember,
  browserRequest,
  createMember,
  createOrg,
  createSession,
  expectCode,
  send,
  proven,
} from '@/lib/testing/fixtures'

/** A member of two organizations, who was in the first one last. */
async function inTwo() {
  const member = await createMember('member')
  const other = await createOrg()
  await createMember('owner', other)
  await createMember('owner', member.org)
  await addMember(other.id, member.user.id, 'viewer')
  await activateOrg(member.ctx)
  return { ...member, other }
}

type Member = Awaited<ReturnType<typeof inTwo>>

const choose = async ({ session }: Pick<Member, 'session'>, default_organization: string | null) =>
  send(PATCH, await browserRequest(session, 'PATCH', '/api/account', { default_organization }))

const defaultOf = async ({ session }: Member) =>
  (await send(GET, await browserRequest(session, 'GET', '/api/account'))).body.default_organization

const signInAgain = async ({ user }: Member) => startSession(await proven(user.id), new Headers(), ['pwd'])

describe('the organization to begin in', () => {
  it('is where a new session begins, and the last one without it', async () => {
    const one = await inTwo()
    expect(await startPath(await signInAgain(one))).toBe(`/o/${one.org.slug}`)
    expect((await choose(one, one.other.id)).body.default_organization).toBe(one.other.id)
    const next = await signInAgain(one)
    expect((await authorizeOrg({ ...next, organization: null, tokenId: null })).org.id).toBe(one.other.id)
    expect(await startPath(next)).toBe(`/o/${one.other.slug}`)
    // A session that goes on stays where it is.
    expect(await startPath(one.session)).toBe(`/o/${one.org.slug}`)
    await choose(one, null)
    expect(await startPath(await signInAgain(one))).toBe(`/o/${one.other.slug}`)
  })

  it('leads a session without an active one', async () => {
    const { user, org } = await createMember('member')
    await addMember((await createOrg()).id, user.id, 'viewer')
    const session = await createSession(user.id)
    expect(await startPath(session)).toBe('/organizations')
    await choose({ session }, org.id)
    expect(await startPath(session)).toBe(`/o/${org.slug}`)
  })

  it('A001 is one that the person belongs to', async () => {
    const one = await inTwo()
    const stranger = await createOrg()
    for (const id of [stranger.id, 'org_nothing']) expect((await choose(one, id)).status).toBe(404)
    expect(await defaultOf(one)).toBeNull()
  })

  it('is forgotten when the person leaves it', async () => {
    const one = await inTwo()
    await choose(one, one.other.id)
    await leaveOrganization({ ...one.session, organization: one.other.id, tokenId: null })
    expect(await defaultOf(one)).toBeNull()
    await expectCode(authorizeOrg({ ...one.session, organization: one.other.id, tokenId: null }), 'not_found')
  })
})
