import { describe, expect, it } from 'vitest'
import { POST as acceptRoute } from '@/app/api/invitations/[token]/accept/route'
import { POST as declineRoute } from '@/app/api/invitations/[token]/decline/route'
import { GET as previewRoute } from '@/app/api/invitations/[token]/route'
import { DELETE as revokeRoute } from '@/app/api/v1/invitations/[id]/route'
import * as collection from '@/app/api/v1/invitations/route'
import type { RoleKey } from '@/lib/permissions/roles'
import type { OrgContext, UserContext } from '@/lib/db/session'
import {
  addMember,
  apiRequest,
  asOwner,
  bearerRequest,
  browserRequest,
  countStatements,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  expectNoGrant,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { describeIsolation } from '@/lib/testing/isolation'
import { acceptInvitation, acceptMyInvitation, declineInvitation, listMyInvitations, previewInvitation } from './answer'
import { maskEmail, statusOf } from './schema'
import { copyInvitationLink, resendInvitation, revokeInvitation } from './commands'
import { listInvitations } from './queries'
import { checkInvitations, invite, inviteMany } from './send'

const page = { limit: 100 }

/** The secret in the newest mail to an address, which only the owner of the address reads. */
async function secretMailedTo(email: string): Promise<string> {
  const [mail] = await asOwner<{ text: string }>(
    `select text from emails where "to" = $1 order by created_at desc, id desc`,
    [email],
  )
  return /\/invitations\/([\w-]{43})/.exec(mail!.text)![1]!
}

async function invited(role: RoleKey = 'member', inviterRole: RoleKey = 'admin') {
  const inviter = await createMember(inviterRole)
  const user = await createUser()
  const invitation = await invite(inviter.ctx, { email: user.email, role })
  const session = await createSession(user.id)
  return { ...inviter, invitation, invitee: { user, session }, token: await secretMailedTo(user.email) }
}

const roleIn = async (organizationId: string, userId: string) =>
  (
    await asOwner<{ role: string }>('select role from memberships where organization_id = $1 and user_id = $2', [
      organizationId,
      userId,
    ])
  )[0]?.role

describeIsolation({
  table: 'invitations',
  read: 'org:invitations:read',
  create: (ctx) => invite(ctx, { email: uniqueEmail(), role: 'viewer' }),
  list: async (ctx) => (await listInvitations(ctx, page)).data,
  get: async (ctx, id) => {
    const found = (await listInvitations(ctx, page)).data.find((invitation) => invitation.id === id)
    if (!found) await revokeInvitation(ctx, id)
    return found!
  },
  update: resendInvitation,
  remove: revokeInvitation,
})

describe('inviting', () => {
  it('mails a link whose secret is stored nowhere else', async () => {
    const { invitation, token, org, user } = await invited()
    expect(statusOf(invitation)).toBe('pending')
    expect(invitation.delivery).toEqual({ status: 'queued', attempts: 0, lastError: null })
    const [mail] = await asOwner<{ subject: string; text: string; html: string }>(
      `select * from emails where text like $1`,
      [`%${token}%`],
    )
    expect(mail!.subject).toBe(`${user.name} invites you to ${org.name}`)
    expect(mail!.text).toContain(`http://localhost:3000/invitations/${token}`)
    const [row] = await asOwner<{ token_hash: string }>('select * from invitations where id = $1', [invitation.id])
    expect(row!.token_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify([row, invitation])).not.toContain(token)
  })

  it('A089 hides mails from the organization that sends them', async () => {
    const { ctx } = await invited()
    const { withOrg } = await import('@/lib/db/with-org')
    await expectNoGrant(
      withOrg(ctx, 'org:read', (db) => db.$queryRaw`select text from emails`),
      'emails',
    )
    await expectNoGrant(
      withOrg(ctx, 'org:read', (db) => db.$queryRaw`select html from emails`),
      'emails',
    )
    const other = await invited()
    const seen = await withOrg(ctx, 'org:read', (db) => db.$queryRaw<{ id: string }[]>`select id from emails`)
    expect(seen).toHaveLength(1)
    expect(other.invitation.delivery).not.toBeNull()
  })

  it('A061 A062 refuses to grant permissions that the inviter lacks', async () => {
    const { org, ctx: owner } = await createMember('owner')
    const [admin, member] = [await createMember('admin', org), await createMember('member', org)]
    await expectCode(invite(admin.ctx, { email: uniqueEmail(), role: 'owner' }), 'insufficient_permissions')
    await expectCode(invite(member.ctx, { email: uniqueEmail(), role: 'viewer' }), 'insufficient_permissions')
    const { id } = await invite(owner, { email: uniqueEmail(), role: 'owner' })
    await expectCode(resendInvitation(admin.ctx, id), 'insufficient_permissions')
    await expectCode(copyInvitationLink(admin.ctx, id), 'insufficient_permissions')
    // Revoking grants nothing, so org:invitations:write is enough.
    await expectCode(revokeInvitation(member.ctx, id), 'insufficient_permissions')
    await revokeInvitation(admin.ctx, id)
    expect((await listInvitations(owner, { ...page, status: 'revoked' })).data.map((each) => each.id)).toEqual([id])
  })

  it('checks every row of a list and sends the valid ones', async () => {
    const { ctx, user, org } = await createMember('admin')
    const pending = uniqueEmail()
    await invite(ctx, { email: pending, role: 'viewer' })
    const fresh = uniqueEmail()
    const rows = [
      { email: fresh, role: 'member' },
      { email: user.email.toUpperCase(), role: 'member' },
      { email: pending, role: 'member' },
      { email: 'not an address', role: 'member' },
      { email: uniqueEmail(), role: 'owner' },
      { email: uniqueEmail(), role: 'king' },
      { email: ` ${fresh} `, role: 'viewer' },
    ]
    const expected = [
      'created',
      'already_member',
      'already_invited',
      'invalid_email',
      'insufficient_permissions',
      'validation_failed',
      'already_invited',
    ]
    const checked = await checkInvitations(ctx, rows)
    expect(checked.map(({ status }) => status)).toEqual(expected)
    expect(checked.map(({ repeated }) => repeated ?? false)).toEqual([...Array(6).fill(false), true])
    const results = await inviteMany(ctx, rows)
    expect(results.map(({ status }) => status)).toEqual(expected)
    expect(results.filter(({ invitation }) => invitation)).toHaveLength(1)
    expect(await asOwner('select 1 from invitations where organization_id = $1', [org.id])).toHaveLength(2)
  })

  it('keeps one open invitation per address, also for simultaneous requests', async () => {
    const { ctx, org } = await createMember('admin')
    const email = uniqueEmail()
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => invite(ctx, { email, role: 'viewer' })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await asOwner('select 1 from invitations where organization_id = $1', [org.id])).toHaveLength(1)
    expect(await asOwner(`select 1 from emails where "to" = $1`, [email])).toHaveLength(1)
  })

  it('takes at most eleven statements, mail included, and one message for each of its limits', async () => {
    const { ctx } = await createMember('admin')
    const counted = countStatements()
    await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    const isCount = (text: string) => /rate_limits|^select from set_config/.test(text)
    expect(counted.statements.filter((text) => /rate_limits/.test(text))).toHaveLength(4)
    expect(counted.statements.filter((text) => !isCount(text)).length).toBeLessThanOrEqual(11)
  })

  it('A101 A102 mails names as text that no mail program turns into a link', async () => {
    const org = await createOrg({ name: 'evil.example/login <img src=x>' })
    const { ctx } = await createMember('admin', org)
    const email = uniqueEmail()
    await invite(ctx, { email, role: 'viewer' })
    const [mail] = await asOwner<{ text: string; html: string }>(`select * from emails where "to" = $1`, [email])
    expect(mail!.html).not.toContain('<img')
    expect(mail!.text + mail!.html).not.toContain('evil.example')
  })

  it('stops at a limit for one recipient across organizations', async () => {
    const email = uniqueEmail()
    const codes = []
    for (let i = 0; i < 31; i++) {
      const { ctx } = await createMember('admin')
      codes.push(
        await invite(ctx, { email, role: 'viewer' }).then(
          () => 'created',
          (error: { code: string }) => error.code,
        ),
      )
    }
    expect(codes.at(-1)).toBe('rate_limited')
    expect(codes.slice(0, 30)).toEqual(Array(30).fill('created'))
  })
})

describe('the API of invitations', () => {
  it('answers one invitation with 201, a list with 207, and never with the secret', async () => {
    const { ctx } = await createMember('admin')
    const email = uniqueEmail()
    const post = async (body: unknown) =>
      send(collection.POST, await bearerRequest(ctx, 'POST', '/api/v1/invitations', body))
    const created = await post({ email, role: 'member' })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      email,
      role: 'member',
      status: 'pending',
      delivery: { status: 'queued', attempts: 0 },
    })
    expect(created.text).not.toContain(await secretMailedTo(email))
    expect((await post({ email, role: 'member' })).body).toMatchObject({ status: 409, code: 'already_invited' })
    const list = await post({
      invitations: [
        { email: uniqueEmail(), role: 'viewer' },
        { email: 'x', role: 'viewer' },
      ],
    })
    expect(list.status).toBe(207)
    expect(list.body.results.map(({ status }: { status: string }) => status)).toEqual(['created', 'invalid_email'])
    const listed = await send(collection.GET, await bearerRequest(ctx, 'GET', '/api/v1/invitations?status=pending'))
    expect(listed.body.data).toHaveLength(2)
    const params = { id: created.body.id }
    expect((await send(revokeRoute, await bearerRequest(ctx, 'DELETE', '/'), params)).status).toBe(204)
    expect((await send(revokeRoute, await bearerRequest(ctx, 'DELETE', '/'), params)).body.code).toBe(
      'invitation_revoked',
    )
  })

  it.each([
    [{ email: 'a@x.co, b@x.co', role: 'member' }, 'email'],
    [{ email: '"e@attacker.example"@victim.example', role: 'member' }, 'email'],
    [{ email: ['a@x.co'], role: 'member' }, 'email'],
    [{ email: 'a@x.co', role: 'member,owner' }, 'role'],
    [{ email: 'a@x.co', role: 'member', redirectUrl: 'https://evil.example' }, 'redirectUrl'],
    [{ email: 'a@x.co', role: 'member', teamId: 'x' }, 'teamId'],
    [{ invitations: [] }, 'invitations'],
    [{ invitations: Array(101).fill({ email: 'a@x.co', role: 'member' }) }, 'invitations'],
  ])('A025 A074 A093 A096 A097 refuses %j', async (body, path) => {
    const { ctx } = await createMember('admin')
    const answer = await send(collection.POST, await bearerRequest(ctx, 'POST', '/api/v1/invitations', body))
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path])
  })

  it('tells a missing field from one of the wrong type', async () => {
    const { ctx } = await createMember('admin')
    const errorsOf = async (body: unknown) =>
      (await send(collection.POST, await bearerRequest(ctx, 'POST', '/api/v1/invitations', body))).body.errors
    expect(await errorsOf({ email: 5 })).toEqual([
      { path: 'email', message: 'This must be text.' },
      { path: 'role', message: 'This is required.' },
    ])
    expect(await errorsOf({ invitations: [{ email: uniqueEmail() }, 5] })).toEqual([
      { path: 'invitations.0.role', message: 'This is required.' },
      { path: 'invitations.1', message: 'This must be an object.' },
    ])
  })

  it('A090 refuses members and viewers', async () => {
    const { org } = await createMember('owner')
    for (const role of ['member', 'viewer'] as const) {
      const { ctx } = await createMember(role, org)
      expect((await send(collection.GET, await bearerRequest(ctx, 'GET', '/api/v1/invitations'))).status).toBe(403)
    }
  })
})

describe('accepting', () => {
  it('makes the invited person a member with the role, once', async () => {
    const { token, invitee, org } = await invited('admin', 'admin')
    const answer = await send(acceptRoute, await browserRequest(invitee.session, 'POST', '/'), { token })
    expect(answer.body.organization).toMatchObject({ id: org.id, slug: org.slug })
    expect(await roleIn(org.id, invitee.user.id)).toBe('admin')
    const again = await send(acceptRoute, await browserRequest(invitee.session, 'POST', '/'), { token })
    expect([again.status, again.body.code]).toEqual([410, 'invitation_accepted'])
  })

  it('A108 A316 counts one of many simultaneous clicks', async () => {
    const { token, invitee, org } = await invited()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => acceptInvitation(token, invitee.session)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(
      await asOwner('select 1 from memberships where organization_id = $1 and user_id = $2', [org.id, invitee.user.id]),
    ).toHaveLength(1)
  })

  it('A086 A114 is allowed only for the invited address, and only if verified', async () => {
    const { token, org } = await invited()
    const thief = await createMember('owner')
    const answer = await send(acceptRoute, await browserRequest(thief.session, 'POST', '/'), { token })
    expect([answer.status, answer.body.code]).toEqual([403, 'wrong_account'])
    expect(answer.text).not.toContain('@')
    await expectCode(declineInvitation(token, thief.session), 'wrong_account')
    expect(await roleIn(org.id, thief.user.id)).toBeUndefined()
    const unverified = await createUser({ verified: false })
    const inviter = await createMember('admin')
    await invite(inviter.ctx, { email: unverified.email, role: 'viewer' })
    const session = await createSession(unverified.id)
    await expectCode(acceptInvitation(await secretMailedTo(unverified.email), session), 'email_unverified')
  })

  it.each([
    ['expired', `update invitations set expires_at = now() where id = $1`, 'invitation_expired'],
    ['revoked', `update invitations set revoked_at = now() where id = $1`, 'invitation_revoked'],
    ['declined', `update invitations set declined_at = now() where id = $1`, 'invitation_declined'],
    [
      'of an inviter who left',
      `delete from memberships where user_id = (select invited_by from invitations where id = $1)`,
      'invitation_revoked',
    ],
    [
      'of an inviter who can no longer invite',
      `update memberships set role = 'member' where user_id = (select invited_by from invitations where id = $1)`,
      'invitation_revoked',
    ],
    [
      'of an organization that was deleted',
      `update organizations set deleted_at = now() where id = (select organization_id from invitations where id = $1)`,
      'organization_deleted',
    ],
    [
      'of an organization that was purged',
      `delete from organizations where id = (select organization_id from invitations where id = $1)`,
      'not_found',
    ],
  ])('A080 refuses an invitation %s', async (_state, sql, code) => {
    const { token, invitation, invitee, org } = await invited()
    await asOwner(sql, [invitation.id])
    await expectCode(acceptInvitation(token, invitee.session), code)
    expect(await roleIn(org.id, invitee.user.id)).toBeUndefined()
  })

  it('reveals that the organization was deleted only to a holder of the link and to the invited person', async () => {
    const { token, invitation, invitee, org } = await invited()
    // Who stays, so that it can be restored.
    await createMember('owner', org)
    await asOwner('update organizations set deleted_at = now() where id = $1', [org.id])
    const stranger = await createSession((await createUser()).id)
    for (const session of [invitee.session, stranger])
      for (const handler of [acceptRoute, declineRoute]) {
        const answer = await send(handler, await browserRequest(session, 'POST', '/'), { token })
        expect([answer.status, answer.body.code]).toEqual([410, 'organization_deleted'])
      }
    const preview = await send(previewRoute, apiRequest('GET', '/'), { token })
    expect([preview.status, preview.body.code]).toEqual([410, 'organization_deleted'])
    expect(preview.text).not.toContain(org.name)
    await expectCode(acceptMyInvitation(invitee.session, invitation.id), 'organization_deleted')
    await expectCode(acceptMyInvitation(stranger, invitation.id), 'not_found')
    // After the restore it is open again.
    await asOwner('update organizations set deleted_at = null where id = $1', [org.id])
    await acceptInvitation(token, invitee.session)
  })

  it('refuses a role that the inviter can no longer grant', async () => {
    const { token, ctx, invitee } = await invited('owner', 'owner')
    const [{ organization_id: organizationId } = { organization_id: '' }] = await asOwner<{ organization_id: string }>(
      'select organization_id from memberships where user_id = $1',
      [ctx.userId],
    )
    await addMember(organizationId, (await createUser()).id, 'owner')
    await asOwner(`update memberships set role = 'admin' where user_id = $1`, [ctx.userId])
    await expectCode(acceptInvitation(token, invitee.session), 'invitation_revoked')
  })

  it('never changes the role of an existing member', async () => {
    const { token, invitee, org } = await invited('viewer')
    await addMember(org.id, invitee.user.id, 'admin')
    await expectCode(acceptInvitation(token, invitee.session), 'already_member')
    await expectCode(acceptInvitation(token, invitee.session), 'invitation_accepted')
    expect(await roleIn(org.id, invitee.user.id)).toBe('admin')
  })

  it('A085 A094 answers a changed, a random and a malformed secret alike', async () => {
    const { token, invitee } = await invited()
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
    for (const wrong of [changed, 'x'.repeat(43), 'x', '%', '../x', 'a'.repeat(5000)]) {
      await expectCode(acceptInvitation(wrong, invitee.session), 'not_found')
      await expectCode(previewInvitation(wrong, new Headers()), 'not_found')
    }
  })

  it('A072 A113 does not happen by viewing the invitation', async () => {
    const { token, invitee, org } = await invited()
    for (const method of ['GET', 'HEAD'])
      expect((await send(previewRoute, apiRequest(method, '/'), { token })).status).toBe(200)
    expect((await send(acceptRoute, await browserRequest(invitee.session, 'GET', '/'), { token })).status).toBe(405)
    expect(await roleIn(org.id, invitee.user.id)).toBeUndefined()
  })

  it('A168 requires the application’s own origin', async () => {
    const { token, invitee } = await invited()
    const request = await browserRequest(invitee.session, 'POST', '/')
    request.headers.set('origin', 'https://evil.example')
    expect((await send(acceptRoute, request, { token })).status).toBe(403)
  })
})

describe('an invitation link', () => {
  it('A092 shows its holder the organization, the inviter, the role and a masked address', async () => {
    const { token, org, user, invitee } = await invited('viewer')
    const { body, headers } = await send(previewRoute, apiRequest('GET', '/'), { token })
    expect(body).toEqual({
      organization_name: org.name,
      inviter_name: user.name,
      role: 'viewer',
      email: maskEmail(invitee.user.email),
      state: 'pending',
    })
    expect(body.email).toMatch(/^p….*@example\.com$/)
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it('A210 is invalid once the invitation is resent or copied', async () => {
    const { token, ctx, invitation, invitee, org } = await invited()
    await resendInvitation(ctx, invitation.id)
    await expectCode(acceptInvitation(token, invitee.session), 'not_found')
    const resent = await secretMailedTo(invitee.user.email)
    const path = await copyInvitationLink(ctx, invitation.id)
    await expectCode(acceptInvitation(resent, invitee.session), 'not_found')
    await acceptInvitation(path.split('/').at(-1)!, invitee.session)
    expect(await roleIn(org.id, invitee.user.id)).toBe('member')
  })

  it('can be declined, which ends it', async () => {
    const { token, invitee, ctx } = await invited()
    expect((await send(declineRoute, await browserRequest(invitee.session, 'POST', '/'), { token })).status).toBe(204)
    await expectCode(acceptInvitation(token, invitee.session), 'invitation_declined')
    expect((await listInvitations(ctx, { ...page, status: 'declined' })).data).toHaveLength(1)
  })

  it('allows a new invitation after it has expired', async () => {
    const { ctx, invitation, invitee } = await invited()
    await asOwner('update invitations set expires_at = now() where id = $1', [invitation.id])
    expect((await listInvitations(ctx, { ...page, status: 'expired' })).data).toHaveLength(1)
    const again = await invite(ctx, { email: invitee.user.email, role: 'viewer' })
    expect(statusOf(again)).toBe('pending')
  })
})

describe('my invitations', () => {
  const mine = (session: UserContext) => listMyInvitations(session)

  it('A088 are shown only to the verified owner of the address', async () => {
    const { invitee, org } = await invited('viewer')
    expect(await mine(invitee.session)).toMatchObject([
      { role: 'viewer', organization: { id: org.id, name: org.name } },
    ])
    const stranger = await createSession((await createUser()).id)
    expect(await mine(stranger)).toEqual([])
    await asOwner('update users set email_verified_at = null where id = $1', [invitee.user.id])
    expect(await mine(invitee.session)).toEqual([])
  })

  it('give no access to the organization', async () => {
    const { invitee, org } = await invited()
    const ctx: OrgContext = { ...invitee.session, organization: org.id, tokenId: null }
    await expectCode(listInvitations(ctx, page), 'not_found')
  })
})
