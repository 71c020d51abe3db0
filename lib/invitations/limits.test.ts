// How many invitations may be sent, what counts, and that no sender uses up another's limit. The limits are a tenth here:
// 30 an hour by a person, 100 a day by an organization, 1 a day to an address.
import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import * as collection from '@/app/api/v1/invitations/route'
import * as resend from '@/app/api/v1/invitations/[id]/resend/route'
import type { OrgContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import { verifyBearer } from '@/lib/org-token/verify'
import {
  asOwner,
  bearerRequest,
  browserRequest,
  createMember,
  createOrg,
  createSession,
  createUser,
  expectCode,
  send,
  uniqueEmail,
} from '@/lib/testing/fixtures'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { copyInvitationLink, resendInvitation } from './commands'
import { checkInvitations, invite, inviteMany } from './send'

Object.assign(getEnv(), { RATE_LIMIT_SCALE: 0.1 })

const fresh = (count: number) => Array.from({ length: count }, () => ({ email: uniqueEmail(), role: 'viewer' }))
const statuses = (results: { status: string }[]) => results.map(({ status }) => status)
const post = async (ctx: Parameters<typeof bearerRequest>[0], body: unknown) =>
  send(collection.POST, await bearerRequest(ctx, 'POST', '/api/v1/invitations', body))

describe('a list of invitations', () => {
  it('with eleven malformed rows reports each of them and sends the valid one', async () => {
    const { ctx } = await createMember('admin')
    const malformed = Array.from({ length: 11 }, (_, index) => ({ email: `nobody ${index}`, role: 'viewer' }))
    const answer = await post(ctx, { invitations: [...malformed, ...fresh(1)] })
    expect(answer.status).toBe(207)
    expect(statuses(answer.body.results)).toEqual([...Array(11).fill('invalid_email'), 'created'])
  })

  it('reports the one recipient who was invited too often, and creates the others', async () => {
    const [popular] = fresh(1)
    for (let i = 0; i < 3; i++) await invite((await createMember('admin')).ctx, popular!)
    const { ctx, org } = await createMember('admin')
    const rows = [...fresh(1), popular!, ...fresh(1)]
    expect(statuses(await checkInvitations(ctx, rows))).toEqual(['created', 'rate_limited', 'created'])
    const answer = await post(ctx, { invitations: rows })
    expect([answer.status, ...statuses(answer.body.results)]).toEqual([207, 'created', 'rate_limited', 'created'])
    expect(await asOwner('select 1 from invitations where organization_id = $1', [org.id])).toHaveLength(2)
  })

  it('counts all its addresses in one message to the database, those of the sender too', async () => {
    const { ctx } = await createMember('admin')
    const query = vi.spyOn(Client.prototype, 'query')
    onTestFinished(() => query.mockRestore())
    const messages = () =>
      query.mock.calls.filter((sent) => (sent[0] as { text?: string }).text?.includes('rate_limits')).length
    expect(statuses(await inviteMany(ctx, fresh(30)))).toEqual(Array(30).fill('created'))
    expect(messages()).toBe(1)
  })

  it('counts neither rows that were not sent nor a dry run', async () => {
    const { ctx, user } = await createMember('admin')
    for (let i = 0; i < 3; i++) {
      await checkInvitations(ctx, fresh(25))
      await inviteMany(ctx, Array(25).fill({ email: user.email, role: 'viewer' }))
    }
    expect(statuses(await inviteMany(ctx, fresh(30)))).toEqual(Array(30).fill('created'))
  })

  it('sends as many as the limit of its sender allows, and reports the others', async () => {
    const { ctx } = await createMember('admin')
    const results = await inviteMany(ctx, fresh(32))
    expect(statuses(results)).toEqual([...Array(30).fill('created'), 'rate_limited', 'rate_limited'])
    expect(results[31]!.retryAfterSeconds).toBeGreaterThan(1800)
    expect(results[31]!.retryAfterSeconds).toBeLessThanOrEqual(3600)
    expect(statuses(await checkInvitations(ctx, fresh(1)))).toEqual(['rate_limited'])
    const answer = await post(ctx, { invitations: fresh(2) })
    expect([answer.status, answer.body.code]).toEqual([429, 'rate_limited'])
  })
})

describe('each limit answers 429 with the time to wait', () => {
  const expectLimited = ({ status, body, headers }: Awaited<ReturnType<typeof post>>, atMost: number) => {
    expect([status, body.code]).toEqual([429, 'rate_limited'])
    // The shorter of the two windows, an hour and a day, would end sooner.
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(atMost / 2)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(atMost)
  }

  it('for the inviter, across organizations', async () => {
    const { ctx, user, session } = await createMember('admin')
    await inviteMany(ctx, fresh(30))
    expectLimited(await post(ctx, fresh(1)[0]), 3600)
    const other = await createOrg()
    await asOwner(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'admin')`, [
      other.id,
      user.id,
    ])
    await expectCode(invite({ ...session, organization: other.id, tokenId: null }, fresh(1)[0]!), 'rate_limited')
  })

  it('for the organization, for every inviter and every way to name the organization', async () => {
    const { org, ctx } = await createMember('owner')
    const colleagues = await Promise.all([1, 2, 3].map(() => createMember('admin', org)))
    for (const each of [ctx, ...colleagues.map((colleague) => colleague.ctx)]) await inviteMany(each, fresh(25))
    const last = await createMember('admin', org)
    expectLimited(await post(last.ctx, fresh(1)[0]), 86_400)
    await expectCode(invite({ ...last.ctx, organization: org.slug }, fresh(1)[0]!), 'rate_limited')
    await asOwner('update sessions set active_organization_id = $2 where id = $1', [last.session.sessionId, org.id])
    await expectCode(invite({ ...last.ctx, organization: null }, fresh(1)[0]!), 'rate_limited')
    const key = await verifyBearer(`Bearer ${await tokenOf(await createKey(last.ctx, { role: 'admin' }))}`)
    await expectCode(invite(key, fresh(1)[0]!), 'rate_limited')
  })

  it('for the recipient across organizations', async () => {
    const [row] = fresh(1)
    for (let i = 0; i < 3; i++) await invite((await createMember('admin')).ctx, row!)
    expectLimited(await post((await createMember('admin')).ctx, row), 86_400)
  })

  it('F16 A111 for a mailbox, whatever tag its address has', async () => {
    const name = uniqueEmail()
    const tagged = (tag: number) => ({ email: name.replace('@', `+${tag}@`), role: 'viewer' })
    for (let i = 0; i < 3; i++) await invite((await createMember('admin')).ctx, tagged(i))
    expectLimited(await post((await createMember('admin')).ctx, tagged(4)), 86_400)
    const { ctx } = await createMember('admin')
    const list = await inviteMany(ctx, [tagged(5), { email: name, role: 'viewer' }, ...fresh(1)])
    expect(statuses(list)).toEqual(['rate_limited', 'rate_limited', 'created'])
    const other = name.replace('@', '@x.')
    expect(
      statuses(
        await inviteMany(ctx, [
          { email: other, role: 'viewer' },
          { email: `+${other}`, role: 'viewer' },
        ]),
      ),
    ).toEqual(['created', 'created'])
  })

  it('for a recipient of one organization does not count in another, and copied links do not count', async () => {
    const [row] = fresh(1)
    const { ctx } = await createMember('admin')
    const { id } = await invite(ctx, row!)
    for (let i = 0; i < 5; i++) await copyInvitationLink(ctx, id)
    await expectCode(resendInvitation(ctx, id), 'rate_limited')
    const other = await createMember('admin')
    expect(statuses(await checkInvitations(other.ctx, [row!]))).toEqual(['created'])
    expect((await invite(other.ctx, row!)).email).toBe(row!.email)
  })

  it('counts a resent invitation and a copied link as an invitation', async () => {
    const { ctx } = await createMember('admin')
    const created = await inviteMany(ctx, fresh(30))
    const { id } = created[0]!.invitation!
    expectLimited(await send(resend.POST, await bearerRequest(ctx, 'POST', '/'), { id }), 3600)
    await expectCode(copyInvitationLink(ctx, id), 'rate_limited')
  })
})

describe('a caller who may not invite', () => {
  const tryAll = (contexts: OrgContext[], email: string, id: string) =>
    Promise.all(
      contexts.flatMap((ctx) =>
        [
          invite(ctx, { email, role: 'viewer' }),
          inviteMany(ctx, [{ email, role: 'viewer' }, ...fresh(40)]),
          resendInvitation(ctx, id),
          copyInvitationLink(ctx, id),
        ].map((refused) => expect(refused).rejects.toThrow()),
      ),
    )

  it('uses up no limit of an organization or a recipient', async () => {
    const { ctx, org } = await createMember('admin')
    const [pending] = await inviteMany(ctx, fresh(1))
    const email = uniqueEmail()
    const stranger = await createSession((await createUser({ verified: false })).id)
    const viewer = await createMember('viewer', org)
    const outside = (organization: string | null) => ({ ...stranger, organization, tokenId: null })
    await tryAll([outside(org.id), outside(org.slug), outside(null), viewer.ctx], email, pending!.invitation!.id)
    const request = await browserRequest(stranger, 'POST', '/api/v1/invitations', { email, role: 'viewer' })
    expect((await send(collection.POST, request)).status).toBe(409)
    expect(statuses(await inviteMany(ctx, [{ email, role: 'viewer' }, ...fresh(28)]))).toEqual(
      Array(29).fill('created'),
    )
  })

  it('uses up no limit with a request that the database or a stale sign-in refuses', async () => {
    const { ctx, session } = await createMember('owner')
    await asOwner(`update sessions set authenticated_at = now() - interval '1 hour' where id = $1`, [session.sessionId])
    const email = uniqueEmail()
    await expectCode(invite(ctx, { email, role: 'owner' }), 'reauth_required')
    await invite(ctx, { email, role: 'viewer' })
  })
})
