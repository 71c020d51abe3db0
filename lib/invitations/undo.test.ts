import { describe, expect, it } from 'vitest'
import { asOwner, createMember, expectCode, uniqueEmail } from '@/lib/testing/fixtures'
import { revokeInvitation } from './commands'
import { getInvitation } from './queries'
import { statusOf } from './schema'
import { invite } from './send'
import { reopenInvitation } from './undo'

/** A revoked invitation whose mail had been sent. */
async function revoked(role = 'viewer') {
  const admin = await createMember('admin')
  const email = uniqueEmail()
  const { id } = await invite(admin.ctx, { email, role })
  await asOwner(`update emails set status = 'sent' where "to" = $1`, [email])
  const { revokedAt } = await revokeInvitation(admin.ctx, id)
  return { ...admin, email, id, revokedAt: revokedAt!.toISOString() }
}

const stateOf = async (ctx: Parameters<typeof getInvitation>[0], id: string) => statusOf(await getInvitation(ctx, id))

const secretOf = async (id: string) =>
  (await asOwner<{ token_hash: string }>('select token_hash from invitations where id = $1', [id]))[0]!.token_hash

const mailCount = async (email: string) => (await asOwner('select 1 from emails where "to" = $1', [email])).length

describe('the undo of a revocation', () => {
  it('makes the same link valid again without a mail, and is recorded', async () => {
    const { ctx, org, email, id, revokedAt } = await revoked()
    const [secret, mails] = [await secretOf(id), await mailCount(email)]
    expect(await reopenInvitation(ctx, id, revokedAt)).toBe(email)
    expect(await stateOf(ctx, id)).toBe('pending')
    expect(await secretOf(id)).toBe(secret)
    expect(await mailCount(email)).toBe(mails)
    const events = await asOwner(
      `select action, target_name from audit_events where organization_id = $1 order by sequence desc limit 1`,
      [org.id],
    )
    expect(events).toEqual([{ action: 'invitation.reopened', target_name: email }])
  })

  it('is not offered while the mail waits, because revoking deletes the mail', async () => {
    const { ctx } = await createMember('admin')
    const { id } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    expect((await revokeInvitation(ctx, id)).revokedAt).toBeNull()
    const [row] = await asOwner<{ revoked_at: Date }>('select revoked_at from invitations where id = $1', [id])
    await expectCode(reopenInvitation(ctx, id, row!.revoked_at.toISOString()), 'conflict')
  })

  it('is refused for another revocation than the one that it takes back, and twice', async () => {
    const { ctx, id, revokedAt } = await revoked()
    await expectCode(reopenInvitation(ctx, id, new Date(0).toISOString()), 'precondition_failed')
    await reopenInvitation(ctx, id, revokedAt)
    await expectCode(reopenInvitation(ctx, id, revokedAt), 'precondition_failed')
  })

  it('takes what inviting takes: the permission, and reach to the role', async () => {
    const { ctx, org, user, id, revokedAt } = await revoked('admin')
    const setRole = (role: string) =>
      asOwner('update memberships set role = $3 where organization_id = $1 and user_id = $2', [org.id, user.id, role])
    await setRole('member')
    await expectCode(reopenInvitation(ctx, id, revokedAt), 'insufficient_permissions')
    await setRole('admin')
    await asOwner(`update invitations set role = 'owner' where id = $1`, [id])
    await expectCode(reopenInvitation(ctx, id, revokedAt), 'insufficient_permissions')
  })

  it('is refused if the person was invited again, or is a member', async () => {
    const { ctx, id, email, revokedAt } = await revoked()
    await invite(ctx, { email, role: 'viewer' })
    await expectCode(reopenInvitation(ctx, id, revokedAt), 'already_invited')
  })

  it('A001 does not find the invitation of another organization', async () => {
    const { id, revokedAt } = await revoked()
    const { ctx } = await createMember('owner')
    await expectCode(reopenInvitation(ctx, id, revokedAt), 'not_found')
  })
})
