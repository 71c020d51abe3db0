import { describe, expect, it } from 'vitest'
import { POST as confirmRoute } from '@/app/api/session/confirm/route'
import { POST as keysRoute } from '@/app/api/v1/api-keys/route'
import { authorizeOrg } from '@/lib/db/authorize'
import { inviteMany } from '@/lib/invitations/send'
import { changeRoles } from '@/lib/members/bulk'
import { changeRole, removeMember } from '@/lib/members/commands'
import { issueOrgToken } from '@/lib/org-token/issue'
import { ageSignIn, asOwner, browserRequest, createMember, expectCode, send, uniqueEmail } from '@/lib/testing/fixtures'
import { hashPassword } from './passwords'
import { requireRecentSignIn } from './step-up'

const password = 'correct horse battery staple'

async function ownerWithPassword() {
  const owner = await createMember('owner')
  await asOwner('update users set password_hash = $2 where id = $1', [owner.user.id, await hashPassword(password)])
  return owner
}

const confirm = async (session: { userId: string; sessionId: string }, body: unknown) =>
  send(confirmRoute, await browserRequest(session, 'POST', '/api/session/confirm', body))

describe('A213 a call that needs a fresh sign-in', () => {
  it('accepts a sign-in of the last ten minutes', async () => {
    const { ctx, session } = await createMember('owner')
    requireRecentSignIn(await authorizeOrg(ctx))
    await ageSignIn(session.sessionId, 9)
    requireRecentSignIn(await authorizeOrg(ctx))
    await ageSignIn(session.sessionId, 11)
    const old = await authorizeOrg(ctx)
    expect(() => requireRecentSignIn(old)).toThrow(/Confirm with your password/)
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
    const elsewhere = await authorizeOrg({ ...ctx, sessionId: other[0]!.id })
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
