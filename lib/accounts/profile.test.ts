import { describe, expect, it } from 'vitest'
import { GET, PATCH } from '@/app/api/account/route'
import { GET as listMembers } from '@/app/api/v1/members/route'
import { authorizeOrg, authorizeUser } from '@/lib/db/authorize'
import {
  apiRequest,
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  createSession,
  createUser,
  send,
} from '@/lib/testing/fixtures'

async function signedIn(user = createUser()) {
  const person = await user
  return { person, session: await createSession(person.id) }
}

describe('my account', () => {
  it('says who I am, and nothing secret', async () => {
    const { person, session } = await signedIn(createUser({ passwordHash: 'secret-hash' }))
    const { status, body, text } = await send(GET, await browserRequest(session, 'GET', '/api/account'))
    expect(status).toBe(200)
    expect(body).toEqual({
      id: person.id,
      name: person.name,
      email: person.email,
      email_verified: true,
      image_url: null,
      two_factor: false,
      time_zone: 'UTC',
      locale: 'en-US',
      default_organization: null,
      notices: { new_device: true, role_changed: true, invitation_answered: true },
      created_at: expect.stringMatching(/^\d{4}-/),
    })
    expect(text).not.toContain('secret-hash')
  })

  it('takes a new name, which members see at once', async () => {
    const { ctx, session, user } = await createMember('viewer')
    const request = await browserRequest(session, 'PATCH', '/api/account', { name: '  Ada Lovelace ' })
    expect((await send(PATCH, request)).body.name).toBe('Ada Lovelace')
    const { body } = await send(listMembers, await bearerRequest(ctx, 'GET', '/api/v1/members?query=lovel'))
    expect(body.data.map(({ user_id }: { user_id: string }) => user_id)).toEqual([user.id])
  })

  it('takes a time zone, which the access check reads', async () => {
    const { session } = await signedIn()
    const patch = async (time_zone: unknown) =>
      send(PATCH, await browserRequest(session, 'PATCH', '/api/account', { time_zone }))
    expect((await patch('Europe/Berlin')).body.time_zone).toBe('Europe/Berlin')
    expect((await authorizeUser(session)).user.timeZone).toBe('Europe/Berlin')
    for (const wrong of ['Mars/Olympus', '', "UTC'; --", null]) expect((await patch(wrong)).status).toBe(422)
  })

  it('takes a language and region, which the access check reads', async () => {
    const { ctx, session } = await createMember('viewer')
    const patch = async (locale: unknown) =>
      send(PATCH, await browserRequest(session, 'PATCH', '/api/account', { locale }))
    expect((await patch('en-GB')).body.locale).toBe('en-GB')
    expect((await authorizeUser(session)).user.locale).toBe('en-GB')
    expect((await authorizeOrg(ctx)).user.locale).toBe('en-GB')
    for (const wrong of ['xx', 'de-DE', '', 'en-GB-u-nu-deva', null, ['en-GB']])
      expect((await patch(wrong)).status).toBe(422)
  })

  it.each([{ name: '' }, { name: 'a\u200bb' }, { email: 'other@example.com' }, { two_factor: true }, { id: 'user_x' }])(
    'A073 refuses %j',
    async (body) => {
      const { person, session } = await signedIn()
      expect((await send(PATCH, await browserRequest(session, 'PATCH', '/api/account', body))).status).toBe(422)
      const [row] = await asOwner('select name, email from users where id = $1', [person.id])
      expect(row).toEqual({ name: person.name, email: person.email })
    },
  )

  it('is for a signed-in browser only, and changes only from our own pages', async () => {
    const { ctx, session } = await createMember('owner')
    expect((await send(GET, apiRequest('GET', '/api/account'))).status).toBe(401)
    expect((await send(GET, await bearerRequest(ctx, 'GET', '/api/account'))).status).toBe(401)
    const request = await browserRequest(session, 'PATCH', '/api/account', { name: 'Forged' })
    request.headers.set('origin', 'https://evil.example')
    expect((await send(PATCH, request)).body.code).toBe('cross_origin')
  })

  it('is closed to a session that has ended', async () => {
    const { session } = await signedIn()
    await asOwner('update sessions set ended_at = now() where id = $1', [session.sessionId])
    expect((await send(GET, await browserRequest(session, 'GET', '/api/account'))).status).toBe(401)
    const request = await browserRequest(session, 'PATCH', '/api/account', { name: 'Too late' })
    expect((await send(PATCH, request)).status).toBe(401)
  })
})
