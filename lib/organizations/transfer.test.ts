import { describe, expect, it } from 'vitest'
import { POST as acceptRoute } from '@/app/api/v1/organization/transfer/accept/route'
import { POST as offerRoute } from '@/app/api/v1/organization/transfer/route'
import {
  ageSignIn,
  asOwner,
  bearerRequest,
  createMember,
  expectCode,
  send,
  memberRequest,
} from '@/lib/testing/fixtures'
import { whileHeld } from '@/lib/testing/locks'
import { changeRole, leaveOrganization } from '@/lib/members/commands'
import { createRole } from '@/lib/roles/commands'
import {
  acceptTransfer,
  declineTransfer,
  findTransfer,
  findTransferToMe,
  listMyOffers,
  offerOwnership,
  revokeTransfer,
} from './transfer'

async function offered() {
  const owner = await createMember('owner')
  const member = await createMember('member', owner.org)
  const transfer = await offerOwnership(owner.ctx, { user_id: member.user.id })
  return { owner, member, transfer }
}

const rolesOf = async (organizationId: string) =>
  Object.fromEntries(
    (
      await asOwner<{ user_id: string; role: string }>(
        'select user_id, role from memberships where organization_id = $1',
        [organizationId],
      )
    ).map(({ user_id, role }) => [user_id, role]),
  )

describe('an ownership transfer', () => {
  it('changes nothing until the member accepts; then they are the owner, and the former owner an admin', async () => {
    const { owner, member } = await offered()
    expect(await rolesOf(owner.org.id)).toEqual({ [owner.user.id]: 'owner', [member.user.id]: 'member' })
    expect(await listMyOffers(member.session)).toMatchObject([{ organization: { slug: owner.org.slug } }])
    await acceptTransfer(member.ctx)
    expect(await rolesOf(owner.org.id)).toEqual({ [owner.user.id]: 'admin', [member.user.id]: 'owner' })
    expect(await listMyOffers(member.session)).toEqual([])
    await expectCode(acceptTransfer(member.ctx), 'transfer_ended')
    const events = await asOwner<{ action: string; target_id: string; changes: object }>(
      'select action, target_id, changes from audit_events where organization_id = $1 order by sequence',
      [owner.org.id],
    )
    expect(events.map(({ action }) => action)).toEqual([
      'organization.transfer_offered',
      'organization.transferred',
      'member.role_changed',
      'member.role_changed',
    ])
    expect(events.slice(2)).toMatchObject([
      { target_id: member.user.id, changes: { role: ['member', 'owner'] } },
      { target_id: owner.user.id, changes: { role: ['owner', 'admin'] } },
    ])
    const mails = await asOwner(`select subject from emails where "to" = $1`, [member.user.email])
    expect(mails).toHaveLength(1)
  })

  it('F1 A213 is accepted with a recent sign-in in a browser only: neither later nor by a token of the member', async () => {
    const { owner, member } = await offered()
    const accept = async () =>
      send(acceptRoute, await bearerRequest(member.ctx, 'POST', '/api/v1/organization/transfer/accept'))
    expect(await accept()).toMatchObject({ status: 403, body: { code: 'reauth_required' } })
    await ageSignIn(member.ctx.sessionId)
    await expectCode(acceptTransfer(member.ctx), 'reauth_required')
    expect(await rolesOf(owner.org.id)).toEqual({ [owner.user.id]: 'owner', [member.user.id]: 'member' })
  })

  it('is shown to its recipient, whatever their role allows, and to no other member', async () => {
    const { owner, member, transfer } = await offered()
    await createRole(owner.ctx, { name: 'Nothing', permissions: [] })
    await changeRole(owner.ctx, member.user.id, { role: 'nothing' })
    await expectCode(findTransfer(member.ctx), 'insufficient_permissions')
    expect((await findTransferToMe(member.ctx))?.id).toBe(transfer.id)
    expect(await findTransferToMe(owner.ctx)).toBeNull()
    await acceptTransfer(member.ctx)
    expect(await findTransferToMe(member.ctx)).toBeNull()
  })

  it('answers the API with 202 and the offer', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    const request = await memberRequest(owner.ctx, 'POST', '/api/v1/organization/transfer', { user_id: member.user.id })
    const answer = await send(offerRoute, request)
    expect([answer.status, answer.body.user_id, answer.body.status]).toEqual([202, member.user.id, 'pending'])
  })

  it('ends when it is declined, revoked, replaced or expired, or when its author leaves', async () => {
    const declined = await offered()
    await declineTransfer(declined.member.ctx)
    const revoked = await offered()
    await revokeTransfer(revoked.owner.ctx)
    const replaced = await offered()
    const other = await createMember('viewer', replaced.owner.org)
    await offerOwnership(replaced.owner.ctx, { user_id: other.user.id })
    const old = await offered()
    await asOwner(`update ownership_transfers set expires_at = now() where id = $1`, [old.transfer.id])
    const left = await offered()
    await createMember('owner', left.owner.org)
    await leaveOrganization(left.owner.ctx)
    for (const { member } of [declined, revoked, replaced, old, left]) {
      await expectCode(acceptTransfer(member.ctx), 'transfer_ended')
      expect(await listMyOffers(member.session)).toEqual([])
    }
    expect((await findTransfer(replaced.owner.ctx))?.recipient.id).toBe(other.user.id)
  })

  it.runIf(process.env.TEST_DATABASE_URL)('is declined or revoked, and never recorded as both', async () => {
    const { owner, member, transfer } = await offered()
    const outcomes = await whileHeld(
      'select 1 from ownership_transfers where id = $1 for update',
      [transfer.id],
      () => [declineTransfer(member.ctx), revokeTransfer(owner.ctx)],
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const ends = `select 1 from audit_events where organization_id = $1 and action ~ 'transfer_(declined|revoked)'`
    expect(await asOwner(ends, [owner.org.id])).toHaveLength(1)
  })

  it('cannot be accepted by another member, nor after its author has lost the role owner', async () => {
    const { owner, member } = await offered()
    const third = await createMember('admin', owner.org)
    await expectCode(acceptTransfer(third.ctx), 'transfer_ended')
    await createMember('owner', owner.org).then(({ ctx }) => changeRole(ctx, owner.user.id, { role: 'admin' }))
    await expectCode(acceptTransfer(member.ctx), 'transfer_ended')
    expect((await rolesOf(owner.org.id))[member.user.id]).toBe('member')
  })

  it('waits while its author is deleting their account', async () => {
    const { owner, member } = await offered()
    await createMember('owner', owner.org)
    await asOwner('update users set deleted_at = now() where id = $1', [owner.user.id])
    expect(await findTransferToMe(member.ctx)).toBeNull()
    expect(await listMyOffers(member.session)).toEqual([])
    await expectCode(acceptTransfer(member.ctx), 'transfer_ended')
    await asOwner('update users set deleted_at = null where id = $1', [owner.user.id])
    expect(await listMyOffers(member.session)).toHaveLength(1)
    await acceptTransfer(member.ctx)
    expect((await rolesOf(owner.org.id))[member.user.id]).toBe('owner')
  })

  it('A213 requires an owner with a fresh sign-in, and a member of the same organization as recipient', async () => {
    const owner = await createMember('owner')
    const admin = await createMember('admin', owner.org)
    const stranger = await createMember('member')
    await expectCode(offerOwnership(admin.ctx, { user_id: owner.user.id }), 'insufficient_permissions')
    await expectCode(offerOwnership(owner.ctx, { user_id: stranger.user.id }), 'not_found')
    await expectCode(offerOwnership(owner.ctx, { user_id: owner.user.id }), 'validation_failed')
    await ageSignIn(owner.session.sessionId)
    await expectCode(offerOwnership(owner.ctx, { user_id: admin.user.id }), 'reauth_required')
  })

  it('is not offered to a person who is deleting their account', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    await asOwner('update users set deleted_at = now() where id = $1', [member.user.id])
    await expectCode(offerOwnership(owner.ctx, { user_id: member.user.id }), 'validation_failed')
    expect(await findTransfer(owner.ctx)).toBeNull()
  })

  it.runIf(process.env.TEST_DATABASE_URL)(
    'A317 leaves an owner and is accepted at most once, with simultaneous requests',
    async () => {
      for (let round = 0; round < 5; round++) {
        const { owner, member } = await offered()
        const outcomes = await Promise.allSettled([
          ...Array.from({ length: 5 }, () => acceptTransfer(member.ctx)),
          leaveOrganization(owner.ctx),
          changeRole(owner.ctx, member.user.id, { role: 'viewer' }),
        ])
        expect(outcomes.slice(0, 5).filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
        expect(Object.values(await rolesOf(owner.org.id))).toContain('owner')
      }
    },
  )
})
