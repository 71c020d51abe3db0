// An API key that can invite: whom it brings in is shown with it, and it brings in no one who could bring in others.
import { describe, expect, it } from 'vitest'
import { POST as inviteRoute } from '@/app/api/v1/invitations/route'
import { PATCH as memberRoute } from '@/app/api/v1/members/[user_id]/route'
import { POST as rolesRoute } from '@/app/api/v1/roles/route'
import { GET as keysRoute } from '@/app/api/v1/api-keys/route'
import { acceptMyInvitation } from '@/lib/invitations/answer'
import { resendInvitation } from '@/lib/invitations/commands'
import { permissionsOf } from '@/lib/permissions/roles'
import {
  apiRequest,
  asOwner,
  bearerRequest,
  createMember,
  createSession,
  createUser,
  send,
} from '@/lib/testing/fixtures'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { listApiKeys } from './queries'
import { reachesPeople } from './schema'

async function setUp() {
  const owner = await createMember('owner')
  const key = await createKey(owner.ctx, { role: 'owner' })
  const authorization = `Bearer ${await tokenOf(key)}`
  const call = (handler: Parameters<typeof send>[0], method: string, body: object, params = {}) =>
    send(handler, apiRequest(method, '/', body, { authorization }), params)
  const invite = async (role: string) => {
    const user = await createUser()
    return { user, answer: await call(inviteRoute, 'POST', { email: user.email, role }) }
  }
  return { owner, key, call, invite }
}

const broughtIn = async ({ owner }: Awaited<ReturnType<typeof setUp>>) =>
  (await listApiKeys(owner.ctx, { limit: 1 })).data[0]!.broughtIn

describe('F4 an API key', () => {
  it('is listed with the members whom it invited, also after their invitations were deleted', async () => {
    const setup = await setUp()
    const { owner, invite } = setup
    const { user, answer } = await invite('member')
    expect(await broughtIn(setup)).toEqual({ count: 0, newest: [] })
    await acceptMyInvitation(await createSession(user.id), answer.body.id)
    await asOwner('delete from invitations where organization_id = $1', [owner.org.id])
    expect(await broughtIn(setup)).toEqual({ count: 1, newest: [{ id: user.id, name: user.name }] })
    const { body } = await send(keysRoute, await bearerRequest(owner.ctx, 'GET', '/'))
    expect(body.data[0].brought_in).toEqual({ count: 1, newest: [{ user_id: user.id, name: user.name }] })
  })

  it('is not listed with members whom a person invited again', async () => {
    const setup = await setUp()
    const { user, answer } = await setup.invite('member')
    await resendInvitation(setup.owner.ctx, answer.body.id)
    await acceptMyInvitation(await createSession(user.id), answer.body.id)
    expect(await broughtIn(setup)).toEqual({ count: 0, newest: [] })
  })

  it('invites and promotes no one who can bring in others, and makes no such role', async () => {
    const { owner, call, invite } = await setUp()
    const { user: member } = await createMember('viewer', owner.org)
    const answers = [
      (await invite('admin')).answer,
      await call(memberRoute, 'PATCH', { role: 'admin' }, { user_id: member.id }),
      await call(rolesRoute, 'POST', { name: 'Host', permissions: ['org:invitations:write'] }),
    ]
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([403, 'reauth_required']))
    expect((await invite('viewer')).answer.status).toBe(201)
    expect((await call(memberRoute, 'PATCH', { role: 'member' }, { user_id: member.id })).status).toBe(200)
  })

  it('is called one that reaches people if it can invite, change roles or make them', () => {
    expect(reachesPeople(permissionsOf('admin'))).toBe(true)
    expect(reachesPeople(['org:read', 'org:roles:write'])).toBe(true)
    expect(reachesPeople(permissionsOf('member'))).toBe(false)
  })
})
