// Deleting an account: who can, what stops it, how it is taken back, and what is left after the erasure.
import { describe, expect, it } from 'vitest'
import { DELETE, GET as readAccount } from '@/app/api/account/route'
import { GET as exportRoute } from '@/app/api/account/export/route'
import { createApiKey } from '@/lib/api-keys/commands'
import { verifyAuditChainOf } from '@/lib/audit-log/verify'
import { authorizeUser } from '@/lib/db/authorize'
import { withCredential } from '@/lib/db/with-credential'
import { changeRole, leaveOrganization } from '@/lib/members/commands'
import { updateOrganization } from '@/lib/organizations/commands'
import { deleteOrganization } from '@/lib/organizations/deletion'
import { limitOf, take } from '@/lib/requests/rate-limits'
import {
  addMember,
  ageSignIn,
  asOwner,
  browserRequest,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  send,
  proven,
} from '@/lib/testing/fixtures'
import { mailsTo } from '@/lib/testing/sign-ups'
import { listOnlyOwned } from './deletion'
import { eraseDue } from './erase'
import { signInProven } from './sessions'

type Member = Awaited<ReturnType<typeof createMember>>

const remove = async ({ session }: Pick<Member, 'session'>) =>
  send(DELETE, await browserRequest(session, 'DELETE', '/api/account'))

/** Moves the time of a deletion into the past. */
const age = (userId: string, days: number) =>
  asOwner('update users set deleted_at = deleted_at - make_interval(days => $2) where id = $1', [userId, days])

const exists = async (userId: string) => (await asOwner('select 1 from users where id = $1', [userId])).length > 0

const isDeleted = async ({ user }: Member) =>
  (
    await asOwner<{ deleted: boolean }>('select deleted_at is not null as deleted from users where id = $1', [user.id])
  )[0]!.deleted

describe('deleting an account', () => {
  it('ends every session at once, and a mail reports it', async () => {
    const member = await createMember('member')
    const other = await createSession(member.user.id)
    expect((await remove(member)).status).toBe(202)
    for (const session of [member.session, other]) await expectCode(authorizeUser(session), 'unauthenticated')
    const [mail] = await mailsTo(member.user.email)
    expect(mail!.text).toContain('For 30 days you can restore it by signing in')
  })

  it('needs a recent sign-in', async () => {
    const member = await createMember('member')
    await ageSignIn(member.session.sessionId)
    expect((await remove(member)).body.code).toBe('reauth_required')
    expect(await isDeleted(member)).toBe(false)
  })

  it('is taken back by signing in', async () => {
    const member = await createMember('member')
    await remove(member)
    await age(member.user.id, 29)
    const session = await signInProven(await proven(member.user.id), new Headers(), 'pwd')
    expect((await send(readAccount, await browserRequest(session, 'GET', '/api/account'))).status).toBe(200)
    expect(await isDeleted(member)).toBe(false)
    expect((await mailsTo(member.user.email)).map(({ subject }) => subject).join()).toContain('is back')
  })

  it('rests the API keys of the person', async () => {
    const owner = await createMember('owner')
    await createMember('owner', owner.org)
    await createApiKey(owner.ctx, { name: 'Sync', permissions: ['org:read'] })
    const proof = async () => {
      const [row] = await asOwner<{ id: string; secret_hash: string }>(
        'select id, secret_hash from api_keys where organization_id = $1',
        [owner.org.id],
      )
      const apiKey = { id: row!.id, secretHash: row!.secret_hash }
      return withCredential({ apiKey, origin: { ip: null, requestId: null } }, async () => true)
    }
    expect(await proof()).toBe(true)
    await remove(owner)
    await expectCode(proof(), 'invalid_token')
    await signInProven(await proven(owner.user.id), new Headers(), 'pwd')
    expect(await proof()).toBe(true)
  })
})

describe('an organization keeps an owner who stays', () => {
  it('so its only owner cannot delete the account, and is told which organizations they are', async () => {
    const owner = await createMember('owner')
    const { status, body } = await remove(owner)
    expect([status, body.code]).toEqual([409, 'last_owner'])
    expect(body.errors).toEqual([{ path: owner.org.id, message: owner.org.name }])
    expect(await isDeleted(owner)).toBe(false)
    await authorizeUser(owner.session)
  })

  it('whatever statement deletes the account', async () => {
    const { user } = await createMember('owner')
    await expect(asOwner('update users set deleted_at = now() where id = $1', [user.id])).rejects.toMatchObject({
      code: 'OWNER',
    })
    await expect(asOwner('delete from users where id = $1', [user.id])).rejects.toMatchObject({ code: 'OWNER' })
  })

  it('after handing it over, or deleting it', async () => {
    const owner = await createMember('owner')
    const second = await createOrg()
    await addMember(second.id, owner.user.id, 'owner')
    const member = await createMember('member', owner.org)
    expect((await listOnlyOwned(owner.session)).map(({ id }) => id).sort()).toEqual([owner.org.id, second.id].sort())
    await changeRole(owner.ctx, member.user.id, { role: 'owner' })
    expect((await listOnlyOwned(owner.session)).map(({ id }) => id)).toEqual([second.id])
    await deleteOrganization({ ...owner.session, organization: second.id, tokenId: null })
    expect((await remove(owner)).status).toBe(202)
  })

  it('also when two owners delete their accounts at the same moment', async () => {
    const one = await createMember('owner')
    const two = await createMember('owner', one.org)
    const answers = await Promise.all([remove(one), remove(two)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
  })

  it('so an owner who waits to be erased does not count', async () => {
    const one = await createMember('owner')
    const two = await createMember('owner', one.org)
    await remove(one)
    await expectCode(leaveOrganization(two.ctx), 'last_owner')
    await expectCode(changeRole(two.ctx, two.user.id, { role: 'admin' }), 'last_owner')
    expect((await remove(two)).status).toBe(409)
  })
})

describe('the erasure', () => {
  /** A person with a trail in an organization, whose account is due. */
  async function due() {
    const owner = await createMember('owner')
    const { user, session, ctx } = await createMember('admin', owner.org)
    await updateOrganization(ctx, { name: 'Renamed by them' })
    await changeRole(owner.ctx, user.id, { role: 'owner' })
    await asOwner(`update users set name = 'Grace Hopper' where id = $1`, [user.id])
    await updateOrganization({ ...ctx, origin: { ip: '203.0.113.7', requestId: null } }, { name: 'Renamed once more' })
    await remove({ session })
    await age(user.id, 31)
    return { owner, user }
  }

  it('waits for 30 days', async () => {
    const { user } = await due()
    await age(user.id, -2)
    await eraseDue()
    expect(await exists(user.id)).toBe(true)
  })

  it('leaves nothing that says who the person was, and the chain of the audit log whole', async () => {
    const { owner, user } = await due()
    await eraseDue()
    expect(await exists(user.id)).toBe(false)
    expect(await mailsTo(user.email)).toEqual([])
    const events = await asOwner<Record<string, unknown>>('select * from audit_events where organization_id = $1', [
      owner.org.id,
    ])
    const theirs = events.filter(({ actor_id }) => actor_id === user.id)
    expect(theirs.length).toBeGreaterThan(1)
    for (const event of theirs) expect(event).toMatchObject({ actor_name: 'Deleted user', ip: null })
    const texts = JSON.stringify(events)
    for (const secret of [user.email, 'Grace Hopper', '203.0.113.7']) expect(texts).not.toContain(secret)
    expect(events.filter(({ action }) => action === 'member.removed')).toMatchObject([{ actor_type: 'system' }])
    expect(await verifyAuditChainOf(owner.org.id)).toMatchObject({ broken: null, events: events.length })
  })

  it('waits for an organization that is not purged yet, and is recorded once elsewhere', async () => {
    const { owner, user } = await due()
    const own = await createOrg()
    await asOwner('alter table memberships disable trigger hold_new_owner')
    await addMember(own.id, user.id, 'owner')
    await asOwner('alter table memberships enable trigger hold_new_owner')
    await eraseDue()
    await eraseDue()
    expect(await exists(user.id)).toBe(true)
    const recorded = `select 1 from audit_events where organization_id = $1 and action = 'member.removed'`
    expect(await asOwner(recorded, [owner.org.id])).toHaveLength(1)
  })

  it('hides no other change of the log', async () => {
    const { owner } = await due()
    await eraseDue()
    await asOwner(
      `update audit_events set action = 'organization.created' where organization_id = $1 and erased_at is null`,
      [owner.org.id],
    )
    expect((await verifyAuditChainOf(owner.org.id)).broken).toMatchObject({ reason: 'changed' })
  })

  it('of a person who is not due changes no log', async () => {
    const { owner, user } = await due()
    await age(user.id, -2)
    await asOwner('select erase_from_trail($1, $2, 30)', [user.id, owner.org.id])
    expect(
      await asOwner('select 1 from audit_events where erased_at is not null and actor_id = $1', [user.id]),
    ).toEqual([])
  })
})

describe('the export of my data', () => {
  const get = async (session: Member['session'], headers: Record<string, string> = {}) => {
    const request = await browserRequest(session, 'GET', '/api/account/export')
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
    return send(exportRoute, request)
  }

  it('has what is stored about me, and nothing secret or of another person', async () => {
    const user = await createUser({ passwordHash: '$argon2id$secret' })
    const session = await createSession(user.id)
    const stranger = await createMember('owner')
    const { body, headers, text } = await get(session)
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="my-data-[\d-]+\.json"$/)
    expect(body).toMatchObject({
      account: { email: user.email },
      sessions: [{ id: session.sessionId }],
      organizations: [],
    })
    for (const secret of ['argon2', stranger.user.email, stranger.org.name]) expect(text).not.toContain(secret)
  })

  it('needs a recent sign-in, and no link on another site’s page', async () => {
    const { session } = await createMember('member')
    expect((await get(session, { origin: 'https://evil.example' })).body.code).toBe('cross_origin')
    const without = async (site?: string) => {
      const request = await browserRequest(session, 'GET', '/api/account/export')
      request.headers.delete('origin')
      if (site) request.headers.set('sec-fetch-site', site)
      return (await send(exportRoute, request)).status
    }
    expect([await without(), await without('none')]).toEqual([200, 200])
    expect([await without('cross-site'), await without('same-site')]).toEqual([403, 403])
    await ageSignIn(session.sessionId)
    expect((await get(session)).body.code).toBe('reauth_required')
  })

  it('is made ten times an hour at most', async () => {
    const { session, user } = await createMember('member')
    await take('exports_by_person', user.id, limitOf('exports_by_person') - 1)
    expect([(await get(session)).status, (await get(session)).status]).toEqual([200, 429])
  })
})
