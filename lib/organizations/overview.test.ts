import { describe, expect, it, vi } from 'vitest'
import type { OrgContext } from '@/lib/db/session'
import { acceptMyInvitation } from '@/lib/invitations/answer'
import { invite } from '@/lib/invitations/send'
import { revokeInvitation } from '@/lib/invitations/commands'
import { issueOrgToken } from '@/lib/org-token/issue'
import { getOverview } from './overview'
import type { Resource } from '@/lib/resources'
import { createRole } from '@/lib/roles/commands'
import {
  addMember,
  asOwner,
  countStatements,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { createNote, updateNote } from '@/lib/testing/notes'

// With one more resource, so that the tests cover a fork that adds one.
vi.mock('@/lib/resources', async (importOriginal) => {
  const original = await importOriginal<{ resources: readonly Resource[] }>()
  const { noteResource } = await import('@/lib/testing/notes')
  return { ...original, resources: [...original.resources, noteResource] }
})

const titlesOf = (list: { title: string }[] | undefined) => list?.map(({ title }) => title)
const notesOf = async (ctx: OrgContext) => (await getOverview(ctx)).resources.find(({ path }) => path === 'notes')

describe('the overview of an organization', () => {
  it('counts only its own members and records, and shows the newest active ones', async () => {
    const { ctx, org, user } = await createMember('owner')
    const other = await createMember('owner')
    await createNote(other.ctx, { name: 'Of somebody else' })
    await addMember(org.id, (await createUser({ name: 'Vera' })).id, 'viewer')
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) await createNote(ctx, { name })
    const done = await createNote(ctx, { name: 'done' })
    await updateNote(ctx, done.id, { archived: true })
    const { members } = await getOverview(ctx)
    const notes = await notesOf(ctx)
    expect(members).toMatchObject({ count: 2, joined: 2 })
    expect(members?.newest.map(({ name }) => name)).toEqual(['Vera', user.name])
    expect(notes).toMatchObject({ active: 6, archived: 1, created: 7 })
    expect(titlesOf(notes?.newest)).toEqual(['six', 'five', 'four', 'three', 'two'])
    expect(notes?.newest[0]).toMatchObject({ creator: user.name, createdAt: expect.any(Date) })
  })

  it('shows each member the records that they work on, the latest change first', async () => {
    const { ctx, org } = await createMember('owner')
    await createNote(ctx, { name: 'Not theirs' })
    const member = await createMember('admin', org)
    const first = await createNote(member.ctx, { name: 'First' })
    await createNote(member.ctx, { name: 'Second' })
    await asOwner(`update notes set updated_at = updated_at - interval '1 minute' where organization_id = $1`, [org.id])
    await updateNote(member.ctx, first.id, { description: 'Changed' })
    expect(titlesOf((await notesOf(member.ctx))?.mine)).toEqual(['First', 'Second'])
  })

  it('counts invitations that can still be accepted, the first to expire first', async () => {
    const { ctx, org } = await createMember('owner')
    const [late, soon, gone, over] = await Promise.all(
      Array.from({ length: 4 }, () => invite(ctx, { email: uniqueEmail(), role: 'member' })),
    )
    await revokeInvitation(ctx, gone!.id)
    const end = (id: string, hours: number) =>
      asOwner('update invitations set expires_at = now() + make_interval(hours => $2) where id = $1', [id, hours])
    await end(soon!.id, 3)
    await end(over!.id, -3)
    const { invitations } = await getOverview(ctx)
    expect(invitations).toMatchObject({ count: 2, soonest: [{ email: soon!.email }, { email: late!.email }] })
    expect((await getOverview((await createMember('member', org)).ctx)).invitations).toBeNull()
  })

  it('counts the newest thousand rows of each kind, however many there are', async () => {
    const { ctx, org } = await createMember('owner')
    await asOwner(
      `with people as (
        insert into users (email, name, email_verified_at)
        select $1 || n || '@example.com', 'Person ' || n, now() from generate_series(1, 1100) n returning id)
      insert into memberships (organization_id, user_id, role) select $2, id, 'viewer' from people`,
      [uniqueEmail().split('@')[0], org.id],
    )
    const fill = (count: number) =>
      asOwner(
        `insert into notes (organization_id, name, created_by, archived_at)
        select $1, 'Note ' || n, $2, case when n % 4 = 0 then now() end from generate_series(1, $3::int) n`,
        [org.id, ctx.userId, count],
      )
    await fill(996)
    expect(await notesOf(ctx)).toMatchObject({ active: 747, archived: 249, isAtLeast: false })
    await fill(1004)
    const more = (await notesOf(ctx))!
    expect(more).toMatchObject({ created: 1000, isAtLeast: true })
    expect(more.active + more.archived!).toBe(1000)
    expect((await getOverview(ctx)).members).toMatchObject({ count: 1000, joined: 1000, isAtLeast: true })
  })

  it('shows nothing that the role may not see', async () => {
    const { ctx, org } = await createMember('owner')
    await createNote(ctx, { name: 'Hidden' })
    const { key } = await createRole(ctx, { name: 'Reception', permissions: ['org:read'] })
    const { id } = await createUser()
    await addMember(org.id, id, key)
    const theirs = { ...(await createSession(id)), organization: org.id, tokenId: null }
    expect(await getOverview(theirs)).toEqual({
      members: null,
      invitations: null,
      resources: [],
      activity: null,
      start: { isNew: true, hasToken: false, welcome: null },
    })
  })

  it('welcomes those who have just accepted an invitation, and names who invited them', async () => {
    const { ctx, org, user } = await createMember('owner')
    const { user: person, session } = await createMember('owner')
    const { id } = await invite(ctx, { email: person.email, role: 'member' })
    await acceptMyInvitation(session, id)
    const theirs = { ...session, organization: org.id, tokenId: null }
    expect((await getOverview(theirs)).start).toMatchObject({ welcome: { inviter: user.name } })
    expect((await getOverview(ctx)).start.welcome).toBeNull()
    await asOwner(`update memberships set joined_at = now() - interval '4 days' where user_id = $1`, [person.id])
    expect((await getOverview(theirs)).start.welcome).toBeNull()
  })

  it('knows a new organization, and whether the viewer has had a token for it', async () => {
    const { ctx, org } = await createMember('owner')
    expect((await getOverview(ctx)).start).toMatchObject({ isNew: true, hasToken: false })
    await issueOrgToken(ctx)
    expect((await getOverview(ctx)).start).toMatchObject({ isNew: true, hasToken: true })
    await asOwner(`update organizations set created_at = now() - interval '15 days' where id = $1`, [org.id])
    expect((await getOverview(ctx)).start).toMatchObject({ isNew: false, hasToken: false })
  })

  it('takes one scoped transaction with one statement', async () => {
    const { ctx } = await createMember('owner')
    await getOverview(ctx)
    const { statements } = countStatements()
    await getOverview(ctx)
    expect(statements).toHaveLength(3)
  })

  it('is not found for a person who is not a member', async () => {
    const { ctx } = await createMember('owner')
    await expectCode(getOverview({ ...ctx, organization: (await createOrg()).id }), 'not_found')
  })
})
