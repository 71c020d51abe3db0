import { describe, expect, it } from 'vitest'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { GET as organizationRoute } from '@/app/api/v1/organization/route'
import { DELETE as optionalRoute, PUT as requireRoute } from '@/app/api/v1/organization/second-factor/route'
import { POST as tokenRoute } from '@/app/api/token/route'
import { startPath } from '@/lib/auth/start-page'
import { authorizeOrg } from '@/lib/db/authorize'
import type { MemberContext } from '@/lib/db/session'
import {
  ageSignIn,
  apiRequest,
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  expectCode,
  memberRequest,
  send,
} from '@/lib/testing/fixtures'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { issueOrgToken } from '@/lib/org-token/issue'
import { removeAuthenticator } from '@/lib/accounts/authenticator'
import { setUpApp } from '@/lib/testing/second-factors'
import { deleteOrganization, restoreOrganization } from './deletion'
import { listMyOrganizations } from './queries'
import { requireSecondFactor, stopRequiringSecondFactor } from './second-factor'

/** An organization with a secured owner that requires a second factor, and a member without one. */
async function strictOrganization(graceDays = 0) {
  const owner = await createMember('owner')
  await setUpApp(owner.session, 0)
  const member = await createMember('admin', owner.org)
  const before = await issueOrgToken(member.ctx)
  await requireSecondFactor(owner.ctx, { grace_days: graceDays })
  // The clock of this process is not that of the database.
  if (graceDays === 0) await beginNow(owner.org.id)
  return { owner, member, before }
}

const beginNow = (id: string) =>
  asOwner(`update organizations set second_factor_from = now() - interval '1 minute' where id = $1`, [id])

const read = async (ctx: MemberContext) =>
  send(organizationRoute, await memberRequest(ctx, 'GET', '/api/v1/organization'))

describe('an organization that requires a second factor', () => {
  it('refuses members without one, by cookie and by token, also one of before', async () => {
    const { owner, member, before } = await strictOrganization()
    expect((await read(member.ctx)).body).toMatchObject({ status: 403, code: 'second_factor_required' })
    const headers = { authorization: `Bearer ${before.access_token}` }
    expect((await send(meRoute, apiRequest('GET', '/api/v1/me', undefined, headers))).body).toMatchObject({
      status: 403,
      code: 'second_factor_required',
    })
    const ask = await browserRequest(member.session, 'POST', '/api/token', { organization: owner.org.id })
    expect((await send(tokenRoute, ask)).body.code).toBe('second_factor_required')
    expect((await read(owner.ctx)).status).toBe(200)
  })

  it('is marked in the list of a member without one, not during the grace time', async () => {
    const { owner, member } = await strictOrganization(7)
    const marks = async ({ session }: typeof member) =>
      (await listMyOrganizations(session)).map(({ needsSecondFactor }) => needsSecondFactor)
    expect(await marks(member)).toEqual([false])
    await beginNow(owner.org.id)
    expect(await marks(member)).toEqual([true])
    expect(await marks(owner)).toEqual([false])
  })

  it('lets a member in again as soon as they have one, and not after they remove it', async () => {
    const { member } = await strictOrganization()
    await setUpApp(member.session, 0)
    expect((await read(member.ctx)).status).toBe(200)
    await removeAuthenticator(member.session)
    expect((await read(member.ctx)).status).toBe(403)
  })

  it('is not restored by an owner without one', async () => {
    const { owner } = await strictOrganization()
    const second = await createMember('owner', owner.org)
    await deleteOrganization(owner.ctx)
    await expectCode(restoreOrganization(second.session, owner.org.id), 'second_factor_required')
    await expectCode(authorizeOrg(owner.ctx), 'not_found')
    await restoreOrganization(owner.session, owner.org.id)
    expect((await authorizeOrg(owner.ctx)).org.id).toBe(owner.org.id)
  })

  it('tells a stranger nothing: it does not exist for them', async () => {
    const { owner } = await strictOrganization()
    const stranger = await createMember('owner')
    await expectCode(authorizeOrg({ ...stranger.ctx, organization: owner.org.id }), 'not_found')
  })

  it('only warns during the grace time', async () => {
    const { owner, member } = await strictOrganization(7)
    expect((await authorizeOrg(member.ctx)).secondFactorDueAt).toBeInstanceOf(Date)
    expect((await authorizeOrg(owner.ctx)).secondFactorDueAt).toBeNull()
    await beginNow(owner.org.id)
    await expectCode(authorizeOrg(member.ctx), 'second_factor_required')
  })

  it('leads a sign-in to its page, which leads to the set-up', async () => {
    const { owner, member } = await strictOrganization()
    await asOwner('update sessions set active_organization_id = $2 where id = $1', [
      member.session.sessionId,
      owner.org.id,
    ])
    expect(await startPath(member.session)).toBe(`/o/${owner.org.slug}`)
  })

  it('does not ask API keys, whose creator may lack one', async () => {
    const { owner, member } = await strictOrganization(7)
    const key = await createKey(member.ctx)
    // The clock of this process stands still, and a key of before a membership is dead.
    await asOwner('update api_keys set created_at = now() where id = $1', [key.id])
    await beginNow(owner.org.id)
    const token = await tokenOf(key)
    const headers = { authorization: `Bearer ${token}` }
    expect((await send(meRoute, apiRequest('GET', '/api/v1/me', undefined, headers))).status).toBe(200)
  })
})

describe('the rule', () => {
  it('is made only by a manager who has a second factor, so that no owner is locked out', async () => {
    const owner = await createMember('owner')
    await expectCode(requireSecondFactor(owner.ctx, { grace_days: 0 }), 'second_factor_required')
    const member = await createMember('member', owner.org)
    await setUpApp(member.session, 0)
    await expectCode(requireSecondFactor(member.ctx, { grace_days: 0 }), 'insufficient_permissions')
    await setUpApp(owner.session, 0)
    const days = (ms: number) => ms / (24 * 60 * 60 * 1000)
    const began = Date.now()
    const { secondFactorFrom } = await requireSecondFactor(owner.ctx, { grace_days: 7 })
    const from = secondFactorFrom!.getTime()
    expect(days(from - began)).toBeGreaterThanOrEqual(7)
    expect(days(from - Date.now())).toBeLessThanOrEqual(7)
  })

  it('A213 is made and ended only after a recent sign-in in a browser', async () => {
    const { owner } = await strictOrganization()
    const path = '/api/v1/organization/second-factor'
    const byToken = await bearerRequest(owner.ctx, 'DELETE', path)
    expect((await send(optionalRoute, byToken)).body.code).toBe('reauth_required')
    await ageSignIn(owner.session.sessionId)
    await expectCode(stopRequiringSecondFactor(owner.ctx), 'reauth_required')
    await expectCode(requireSecondFactor(owner.ctx, { grace_days: 0 }), 'reauth_required')
  })

  it('is in the API and in the audit log', async () => {
    const owner = await createMember('owner')
    await setUpApp(owner.session, 0)
    const path = '/api/v1/organization/second-factor'
    const put = await send(requireRoute, await memberRequest(owner.ctx, 'PUT', path, { grace_days: 14 }))
    expect([put.status, put.body.second_factor_from]).toEqual([200, expect.stringMatching(/Z$/)])
    const end = await send(optionalRoute, await memberRequest(owner.ctx, 'DELETE', path))
    expect([end.status, end.body.second_factor_from]).toEqual([200, null])
    const events = await asOwner<{ action: string }>(
      `select action from audit_events where organization_id = $1 and action like '%second_factor%' order by sequence`,
      [owner.org.id],
    )
    expect(events.map(({ action }) => action)).toEqual([
      'organization.second_factor_required',
      'organization.second_factor_no_longer_required',
    ])
  })
})
