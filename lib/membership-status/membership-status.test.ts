import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { GET as eventsRoute, HEAD as headRoute } from '@/app/api/session/events/route'
import { endSession } from '@/lib/accounts/sessions'
import { authorizeOrg } from '@/lib/db/authorize'
import { changeRole, removeMember } from '@/lib/members/commands'
import { asOwner, browserRequest, createMember, createSession } from '@/lib/testing/fixtures'
import { announceActivity } from './activity'
import { versionOf, type MembershipStatus } from './status'
import { endStatusStreams } from './stream'

const params = { params: Promise.resolve({}) }
type Member = Awaited<ReturnType<typeof createMember>>

async function open({ session, org, ctx }: Member, knownVersion?: string) {
  const version = knownVersion ?? versionOf(await authorizeOrg(ctx))
  const path = `/api/session/events?organization=${org.id}&version=${version}`
  const response = await eventsRoute(await browserRequest(session, 'GET', path), params)
  if (response.status !== 200) return { response, next: async () => undefined, close: async () => {} }
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  /** The next event; undefined at the end of the stream. */
  const next = async (): Promise<MembershipStatus | undefined> => {
    for (;;) {
      const found = /event: membership\ndata: (.*)\n\n/.exec(text)
      if (found) {
        text = text.slice(found.index + found[0].length)
        return JSON.parse(found[1]!) as MembershipStatus
      }
      const { done, value } = await reader.read()
      if (done) return undefined
      text += value
    }
  }
  const close = () => reader.cancel()
  onTestFinished(close)
  return { response, next, close }
}

/** The stream as text. */
async function openText({ session, org, ctx }: Member) {
  const path = `/api/session/events?organization=${org.id}&version=${versionOf(await authorizeOrg(ctx))}`
  const response = await eventsRoute(await browserRequest(session, 'GET', path), params)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  onTestFinished(() => reader.cancel())
  let text = ''
  const read = async (): Promise<void> => {
    const { done, value = '' } = await reader.read()
    text += value
    if (!done) await read()
  }
  void read()
  return { text: () => text }
}

const setUp = async () => {
  const owner = await createMember('owner')
  return { owner, member: await createMember('member', owner.org) }
}

describe('the event stream of a session', () => {
  it('A022 tells of activity only those who may read the audit log, and only of their organization', async () => {
    const { owner, member } = await setUp()
    const stranger = await createMember('owner')
    const [reader, other, elsewhere] = [await openText(owner), await openText(member), await openText(stranger)]
    announceActivity(owner.org.id)
    await expect.poll(() => reader.text(), { timeout: 10_000 }).toContain('event: activity')
    expect(other.text() + elsewhere.text()).not.toContain('event: activity')
  })

  it('reports a demotion and a removal of its own member only', async () => {
    const { owner, member } = await setUp()
    const bystander = await open(owner)
    const { response, next } = await open(member)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    await changeRole(owner.ctx, member.user.id, { role: 'viewer' })
    expect(await next()).toMatchObject({ status: 'member', roleName: 'Viewer', organization: { slug: owner.org.slug } })
    await removeMember(owner.ctx, member.user.id)
    expect(await next()).toEqual({ status: 'removed' })
    expect(await next()).toBeUndefined()
    // The first event of the bystander is about their own membership.
    await asOwner(`update organizations set name = 'Renamed' where id = $1`, [owner.org.id])
    expect(await bystander.next()).toMatchObject({ roleName: 'Owner', organization: { name: 'Renamed' } })
  })

  it('reports a renamed organization, changed permissions and a deleted organization', async () => {
    const { owner, member } = await setUp()
    const { next } = await open(member)
    await asOwner(`update organizations set name = 'Renamed' where id = $1`, [owner.org.id])
    expect(await next()).toMatchObject({ organization: { name: 'Renamed' } })
    await asOwner(
      `insert into roles (organization_id, key, name, permissions) values ($1, 'auditor', 'Auditor', '{org:read}')`,
      [owner.org.id],
    )
    await asOwner(`update memberships set role = 'auditor' where user_id = $1`, [member.user.id])
    const before = await next()
    await asOwner(`update roles set permissions = '{org:read,org:audit:read}' where organization_id = $1`, [
      owner.org.id,
    ])
    const after = await next()
    expect([before, after]).toMatchObject([{ roleName: 'Auditor' }, { roleName: 'Auditor' }])
    expect(after).not.toEqual(before)
    await asOwner('update organizations set deleted_at = now() where id = $1', [owner.org.id])
    expect(await next()).toEqual({ status: 'removed' })
  })

  it('A148 reports the end of the session and changes that happened before the stream opened', async () => {
    const { owner, member } = await setUp()
    const version = versionOf(await authorizeOrg(member.ctx))
    await changeRole(owner.ctx, member.user.id, { role: 'admin' })
    const { next } = await open(member, version)
    expect(await next()).toMatchObject({ roleName: 'Admin' })
    await endSession(member.session.sessionId)
    expect(await next()).toEqual({ status: 'signed_out' })
    expect(await (await open(member, version)).next()).toEqual({ status: 'signed_out' })
  })

  it('answers alike for a foreign and an unknown organization', async () => {
    const [a, b] = await Promise.all([createMember('owner'), createMember('owner')])
    const foreign = await open({ ...a, org: b.org })
    const unknown = await open({ ...a, org: { ...b.org, id: 'org_none' } })
    expect([await foreign.next(), await unknown.next()]).toEqual([{ status: 'removed' }, { status: 'removed' }])
  })

  it('is limited to ten per session, and a closed stream makes room', async () => {
    const { member } = await setUp()
    const streams = []
    for (let i = 0; i < 10; i++) streams.push(await open(member))
    const refused = await open(member)
    expect([refused.response.status, refused.response.headers.get('retry-after')]).toEqual([429, '30'])
    await streams[0]!.close()
    expect((await open(member)).response.status).toBe(200)
  })

  it('F20 is limited to fifty per person, whatever the number of their sessions', async () => {
    const { member, owner } = await setUp()
    const sessions = await Promise.all(Array.from({ length: 6 }, () => createSession(member.user.id)))
    const streams = []
    for (const session of sessions.slice(0, 5))
      for (let i = 0; i < 10; i++) streams.push(await open({ ...member, session }))
    expect(streams.every(({ response }) => response.status === 200)).toBe(true)
    const last = { ...member, session: sessions[5]! }
    expect((await open(last)).response.status).toBe(429)
    expect((await open(owner)).response.status).toBe(200)
    await streams[0]!.close()
    expect((await open(last)).response.status).toBe(200)
  })

  it('is limited to ten for simultaneous requests, too', async () => {
    const { member } = await setUp()
    const answers = await Promise.all(Array.from({ length: 30 }, () => open(member)))
    expect(answers.filter(({ response }) => response.status === 200)).toHaveLength(10)
  })

  it('costs one statement for all tabs of a process', async () => {
    const { owner, member } = await setUp()
    const streams = [await open(member), await open(member), await open(member), await open(owner)]
    const query = vi.spyOn(Client.prototype, 'query')
    onTestFinished(() => query.mockRestore())
    await asOwner(`update memberships set role = 'viewer' where user_id = $1`, [member.user.id])
    for (const { next } of streams.slice(0, 3)) expect(await next()).toMatchObject({ roleName: 'Viewer' })
    const looks = (query.mock.calls as unknown as [{ text?: string; values: string[][] }][])
      .filter(([{ text }]) => text?.includes('ordinality'))
      .map(([{ values }]) => values[0]!.filter((id) => id === member.session.sessionId).length)
    // On the embedded database a poll may have found nothing yet; each asks for all three.
    expect(new Set(looks)).toEqual(new Set([3]))
  })

  it('ends with the server, and holds no stream for a HEAD request', async () => {
    const { member } = await setUp()
    const { next } = await open(member)
    endStatusStreams()
    expect(await next()).toBeUndefined()
    const head = await headRoute(
      await browserRequest(member.session, 'HEAD', `/api/session/events?organization=x`),
      params,
    )
    expect([head.status, head.body]).toEqual([200, null])
  })
})
