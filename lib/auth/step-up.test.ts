import { describe, expect, it } from 'vitest'
import { POST as confirmRoute } from '@/app/api/session/confirm/route'
import { POST as keysRoute } from '@/app/api/v1/api-keys/route'
import { POST as inviteRoute } from '@/app/api/v1/invitations/route'
import { PATCH as memberRoute } from '@/app/api/v1/members/[user_id]/route'
import { GET as exportRoute } from '@/app/api/v1/organization/export/route'
import { DELETE as deleteRoute } from '@/app/api/v1/organization/route'
import { POST as transferRoute } from '@/app/api/v1/organization/transfer/route'
import { PATCH as roleRoute } from '@/app/api/v1/roles/[id]/route'
import { POST as createRoleRoute } from '@/app/api/v1/roles/route'
import { authorizeOrg } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { inviteMany } from '@/lib/invitations/send'
import { changeRoles } from '@/lib/members/bulk'
import { changeRole, removeMember } from '@/lib/members/commands'
import { issueOrgToken } from '@/lib/org-token/issue'
import { createRole } from '@/lib/roles/commands'
import {
  ageSignIn,
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  expectCode,
  memberRequest,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { hashPassword } from './passwords'
import { requireRecentSignIn } from './step-up'

const password = 'correct horse battery staple'

async function ownerWithPassword() {
  const owner = await createMember('owner')
  await asOwner('update users set password_hash = $2 where id = $1', [owner.user.id, await hashPassword(password)])
  return owner
}

const confirm = async (session: UserContext, body: unknown) =>
  send(confirmRoute, await browserRequest(session, 'POST', '/api/session/confirm', body))

describe('A213 a call that needs a fresh sign-in', () => {
  it('accepts a sign-in of the last ten minutes', async () => {
    const { ctx, session } = await createMember('owner')
    requireRecentSignIn(await authorizeOrg(ctx))
    await ageSignIn(session.sessionId, 9)
    requireRecentSignIn(await authorizeOrg(ctx))
    await ageSignIn(session.sessionId, 11)
    const old = await authorizeOrg(ctx)
    expect(() => requireRecentSignIn(old)).toThrow(/Confirm that it’s you/)
  })

  it('refuses an API key, which cannot confirm', async () => {
    const { ctx } = await createMember('owner')
    const { authenticatedAt: _authenticatedAt, ...rest } = await authorizeOrg(ctx)
    const key = { ...rest, apiKeyId: 'key_1', tokenId: 'tok_1', actor: { ...rest.actor, type: 'api_key' as const } }
    expect(() => requireRecentSignIn(key as never)).toThrow(/API key cannot/)
  })

  it('includes making an owner, by role or invitation, but not making a member', async () => {
    const { ctx, session, org } = await createMember('owner')
    const { user } = await createMember('viewer', org)
    await ageSignIn(session.sessionId)
    await changeRole(ctx, user.id, { role: 'member' })
    await expectCode(changeRole(ctx, user.id, { role: 'owner' }), 'reauth_required')
    await expectCode(changeRoles(ctx, [user.id], { role: 'owner' }), 'reauth_required')
    await inviteMany(ctx, [{ email: uniqueEmail(), role: 'member' }])
    await expectCode(inviteMany(ctx, [{ email: uniqueEmail(), role: 'owner' }]), 'reauth_required')
    expect(await asOwner('select role from memberships where user_id = $1', [user.id])).toEqual([{ role: 'member' }])
  })

  it('includes demoting or removing an owner, but not removing a member', async () => {
    const { ctx, session, org } = await createMember('owner')
    const second = await createMember('owner', org)
    const member = await createMember('member', org)
    await ageSignIn(session.sessionId)
    await expectCode(changeRole(ctx, second.user.id, { role: 'viewer' }), 'reauth_required')
    await expectCode(removeMember(ctx, second.user.id), 'reauth_required')
    await removeMember(ctx, member.user.id)
    await ageSignIn(session.sessionId, 1)
    await removeMember(ctx, second.user.id)
  })

  it('includes creating an API key, which outlives the sign-in', async () => {
    const { ctx, session } = await createMember('admin')
    const make = async () =>
      send(keysRoute, await browserRequest(session, 'POST', '/api/v1/api-keys', { name: 'CI', role: 'viewer' }))
    await issueOrgToken(ctx, { activate: true })
    await ageSignIn(session.sessionId)
    expect((await make()).body).toMatchObject({ status: 403, code: 'reauth_required' })
    expect(await asOwner('select 1 from api_keys where organization_id = $1', [ctx.organization])).toEqual([])
    await ageSignIn(session.sessionId, 9)
    expect((await make()).status).toBe(201)
  })
})

describe('F1 what leaves something permanent', () => {
  const sensitive = ['org:read', 'org:invitations:write']

  async function setUp() {
    const owner = await createMember('owner')
    const { user } = await createMember('viewer', owner.org)
    const role = await createRole(owner.ctx, { name: 'Host', permissions: ['org:read'] })
    return { ...owner, other: user.id, role: role.id }
  }

  type Setup = Awaited<ReturnType<typeof setUp>>
  type Call = { handler: Parameters<typeof send>[0]; method: string; body?: object; params?: Record<string, string> }

  const calls: [string, number, (setup: Setup) => Call][] = [
    ['an API key', 201, () => ({ handler: keysRoute, method: 'POST', body: { name: 'CI', role: 'viewer' } })],
    ['an export', 200, () => ({ handler: exportRoute, method: 'GET' })],
    ['a transfer', 202, ({ other: user_id }) => ({ handler: transferRoute, method: 'POST', body: { user_id } })],
    ['a deletion', 204, () => ({ handler: deleteRoute, method: 'DELETE' })],
    [
      'a role that can invite',
      201,
      () => ({ handler: createRoleRoute, method: 'POST', body: { name: 'Greeter', permissions: sensitive } }),
    ],
    [
      'a role that shall be able to invite',
      200,
      ({ role: id }) => ({ handler: roleRoute, method: 'PATCH', body: { permissions: sensitive }, params: { id } }),
    ],
    [
      'an invitation of an admin',
      201,
      () => ({ handler: inviteRoute, method: 'POST', body: { email: uniqueEmail(), role: 'admin' } }),
    ],
    [
      'a promotion to admin',
      200,
      ({ other: user_id }) => ({ handler: memberRoute, method: 'PATCH', body: { role: 'admin' }, params: { user_id } }),
    ],
  ]

  it.each(calls)('is refused to a bearer token: %s', async (_what, success, callOf) => {
    const setup = await setUp()
    const { handler, method, body, params } = callOf(setup)
    const byToken = await send(handler, await bearerRequest(setup.ctx, method, '/', body), params)
    expect([byToken.status, byToken.body.code]).toEqual([403, 'reauth_required'])
    const inBrowser = async () => send(handler, await memberRequest(setup.ctx, method, '/', body), params)
    await ageSignIn(setup.session.sessionId)
    expect((await inBrowser()).body).toMatchObject({ status: 403, code: 'reauth_required' })
    await ageSignIn(setup.session.sessionId, 9)
    expect((await inBrowser()).status).toBe(success)
  })

  it.each(['member', 'viewer'])('does not include an invitation of a %s', async (role) => {
    const { ctx, session } = await createMember('admin')
    await ageSignIn(session.sessionId)
    const body = { email: uniqueEmail(), role }
    expect((await send(inviteRoute, await bearerRequest(ctx, 'POST', '/', body))).status).toBe(201)
  })

  it('does not hide that the last owner stays', async () => {
    const { ctx, user, session } = await createMember('owner')
    await ageSignIn(session.sessionId)
    await expectCode(changeRole(ctx, user.id, { role: 'admin' }), 'last_owner')
    await expectCode(removeMember(ctx, user.id), 'last_owner')
  })
})

describe('confirmation', () => {
  it('with the password refreshes this session only', async () => {
    const { ctx, session, user } = await ownerWithPassword()
    const other = await asOwner<{ id: string }>(
      `insert into sessions (user_id, expires_at, authenticated_at) values ($1, now() + interval '1 day', now() - interval '1 hour') returning id`,
      [user.id],
    )
    await ageSignIn(session.sessionId)
    expect((await confirm(session, { password })).status).toBe(204)
    requireRecentSignIn(await authorizeOrg(ctx))
    const elsewhere = await authorizeOrg({ ...ctx, sessionId: other[0]!.id, cookieVersion: 1 })
    expect(() => requireRecentSignIn(elsewhere)).toThrow()
  })

  it('with a wrong password is refused and counts as a failed sign-in', async () => {
    const { ctx, session } = await ownerWithPassword()
    await ageSignIn(session.sessionId)
    const answers = []
    for (let guess = 0; guess < 12; guess++) answers.push((await confirm(session, { password: `no ${guess}` })).status)
    expect(answers[0]).toBe(401)
    expect(answers.at(-1)).toBe(429)
    const now = await authorizeOrg(ctx)
    expect(() => requireRecentSignIn(now)).toThrow()
  })

  it('explains what to do without a password, and refuses an ended session', async () => {
    const { session } = await createMember('owner')
    expect((await confirm(session, { password })).body).toMatchObject({ status: 401, code: 'invalid_credentials' })
    const ended = await ownerWithPassword()
    await asOwner('update sessions set ended_at = now() where id = $1', [ended.session.sessionId])
    expect((await confirm(ended.session, { password })).status).toBe(401)
  })
})
