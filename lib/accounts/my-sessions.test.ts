import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { GET as readAccount } from '@/app/api/account/route'
import { DELETE as deleteOne } from '@/app/api/account/sessions/[id]/route'
import { DELETE as deleteOthers, GET } from '@/app/api/account/sessions/route'
import { GET as events } from '@/app/api/session/events/route'
import { GET as me } from '@/app/api/v1/me/route'
import { authorizeOrg } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { versionOf } from '@/lib/membership-status/status'
import {
  ageSignIn,
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  createSession,
  send,
} from '@/lib/testing/fixtures'

const list = async (session: UserContext, query = '') =>
  send(GET, await browserRequest(session, 'GET', `/api/account/sessions${query}`))

const end = async (session: UserContext, id: string) =>
  send(deleteOne, await browserRequest(session, 'DELETE', `/api/account/sessions/${id}`), { id })

const endOthers = async (session: UserContext) =>
  send(deleteOthers, await browserRequest(session, 'DELETE', '/api/account/sessions'))

const isLive = async (session: UserContext) =>
  (await send(readAccount, await browserRequest(session, 'GET', '/api/account'))).status === 200

/** A member with a second session in another browser. */
async function signedInTwice() {
  const member = await createMember('member')
  // An id has the time in milliseconds: within one, the order of two is random.
  await sleep(2)
  const other = await createSession(member.user.id)
  await asOwner('update sessions set user_agent = $2, ip_address = $3 where id = $1', [
    other.sessionId,
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    '203.0.113.7',
  ])
  return { ...member, other }
}

describe('my sessions', () => {
  it('are my live ones, in words, with the asking one marked', async () => {
    const { session, other } = await signedInTwice()
    const ended = await createSession(session.userId)
    await asOwner('update sessions set ended_at = now() where id = $1', [ended.sessionId])
    await createMember('owner')
    const { body } = await list(session)
    expect(body.data).toEqual([
      {
        id: other.sessionId,
        current: false,
        device: 'Firefox on Linux',
        ip: '203.0.113.7',
        created_at: expect.any(String),
        last_seen_at: expect.any(String),
      },
      expect.objectContaining({ id: session.sessionId, current: true, device: 'Unknown browser', ip: null }),
    ])
  })

  it('come in pages, whose cursor is of no use to another person', async () => {
    const { session, other } = await signedInTwice()
    const { body: first } = await list(session, '?limit=1')
    expect(first.data.map(({ id }: { id: string }) => id)).toEqual([other.sessionId])
    const cursor = encodeURIComponent(first.next_cursor)
    const { body: second } = await list(session, `?limit=1&cursor=${cursor}`)
    expect(second).toMatchObject({ data: [{ id: session.sessionId }], next_cursor: null })
    const stranger = await createMember('owner')
    expect((await list(stranger.session, `?cursor=${cursor}`)).status).toBe(422)
  })
})

describe('A148 ending a session', () => {
  it('works on its very next request: cookie, stream, and the tokens born of it', async () => {
    const { session, other, org, ctx } = await signedInTwice()
    const theirs = { ...ctx, ...other }
    const bearer = () => bearerRequest(theirs, 'GET', '/api/v1/me')
    const issued = await bearer()
    const path = `/api/session/events?organization=${org.id}&version=${versionOf(await authorizeOrg(theirs))}`
    const stream = await events(await browserRequest(other, 'GET', path), { params: Promise.resolve({}) })
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await send(me, issued.clone())).status).toBe(200)

    expect((await end(session, other.sessionId)).status).toBe(204)

    expect(await isLive(other)).toBe(false)
    expect((await send(me, issued)).body.code).toBe('invalid_token')
    let text = ''
    while (!text.includes('signed_out')) text += (await reader.read()).value
    expect(await isLive(session)).toBe(true)
  })

  it('of all others leaves only the asking one', async () => {
    const { session, other, user } = await signedInTwice()
    const third = await createSession(user.id)
    const stranger = await createMember('owner')
    expect((await endOthers(session)).status).toBe(204)
    expect(await Promise.all([session, other, third, stranger.session].map(isLive))).toEqual([true, false, false, true])
  })

  it('is written into the audit log of the organizations that it had entered', async () => {
    const { session, other, org } = await signedInTwice()
    await asOwner('insert into organization_visits (organization_id, session_id) values ($1, $2)', [
      org.id,
      other.sessionId,
    ])
    await endOthers(session)
    const rows = await asOwner('select action from audit_events where organization_id = $1', [org.id])
    expect(rows).toEqual([{ action: 'session.ended' }])
  })

  it('of another person, or one that has ended, is not found', async () => {
    const { session, other } = await signedInTwice()
    const stranger = await createMember('owner')
    expect((await end(session, stranger.session.sessionId)).status).toBe(404)
    expect(await isLive(stranger.session)).toBe(true)
    await end(session, other.sessionId)
    expect((await end(session, other.sessionId)).status).toBe(404)
  })

  it('needs a recent sign-in, except for the current one', async () => {
    const { session, other } = await signedInTwice()
    await ageSignIn(session.sessionId)
    for (const refused of [await end(session, other.sessionId), await endOthers(session)])
      expect([refused.status, refused.body.code]).toEqual([403, 'reauth_required'])
    expect(await isLive(other)).toBe(true)
    expect((await end(session, session.sessionId)).status).toBe(204)
    expect(await isLive(session)).toBe(false)
  })
})
