// What the command palette shows: only what the person may see, and only of the organization of the page.
import { describe, expect, it } from 'vitest'
import { GET } from '@/app/api/session/palette/route'
import type { UserContext } from '@/lib/db/session'
import { addMember, browserRequest, createMember, createOrg, send, unique } from '@/lib/testing/fixtures'

const read = async (session: UserContext, query: Record<string, string>) =>
  send(GET, await browserRequest(session, 'GET', `/api/session/palette?${new URLSearchParams(query)}`))

describe('the palette', () => {
  it('lists the person’s organizations, and finds them by a part of the name', async () => {
    const { session, user, org } = await createMember('owner')
    const name = `Found ${unique()}`
    await addMember((await createOrg({ name })).id, user.id, 'owner')
    expect((await read(session, {})).body.organizations.map(({ slug }: { slug: string }) => slug)).toContain(org.slug)
    const { body } = await read(session, { query: name.slice(3) })
    expect(body.organizations).toEqual([expect.objectContaining({ name, roleName: 'Owner' })])
  })

  it('finds people of the page’s organization only, and none without the permission', async () => {
    const mine = await createMember('owner')
    const theirs = await createMember('owner')
    const query = { organization: mine.org.slug, query: mine.user.email }
    expect((await read(mine.session, query)).body.people).toEqual([expect.objectContaining({ id: mine.user.id })])
    const other = { organization: mine.org.slug, query: theirs.user.email }
    expect((await read(mine.session, other)).body.people).toEqual([])
    expect((await read(theirs.session, query)).status).toBe(404)
  })

  it('closes what the role does not allow, with the reason', async () => {
    const { org } = await createMember('owner')
    const viewer = await createMember('viewer', org)
    const { actions, roles } = (await read(viewer.session, { organization: org.slug })).body
    expect(actions.find(({ label }: { label: string }) => label === 'Invite members').why).toMatch(
      /^Viewer can’t invite people\. Ask /,
    )
    expect(roles.map(({ key }: { key: string }) => key)).not.toContain('admin')
  })

  it('keeps the section for another organization only if the role there may see it', async () => {
    const { session, org } = await createMember('owner')
    const href = async (section: string) =>
      (await read(session, { section })).body.organizations.find(({ id }: { id: string }) => id === org.id).href
    expect(await href('/members')).toBe(`/o/${org.slug}/members`)
    expect(await href('/danger')).toBe(`/o/${org.slug}`)
    expect(await href('//evil.example')).toBe(`/o/${org.slug}`)
  })
})
