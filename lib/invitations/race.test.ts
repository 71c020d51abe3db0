// Several people invite the same addresses at the same moment.
import { describe, expect, it } from 'vitest'
import { hashKey } from '@/lib/requests/limit-store'
import { addMember, asOwner, createMember, createSession, createUser, uniqueEmail } from '@/lib/testing/fixtures'
import { whileHeld } from '@/lib/testing/locks'
import { acceptMyInvitation } from './answer'
import { copyInvitationLink, revokeInvitation } from './commands'
import { invite, inviteMany } from './send'

const mailsTo = async (emails: string[]) =>
  (await asOwner<{ to: string }>(`select "to" from emails where "to" = any($1) order by 1`, [emails])).map(
    ({ to }) => to,
  )

describe('two simultaneous lists', () => {
  it('with a shared address invite and mail it once, and both are sent', async () => {
    for (let round = 0; round < 10; round++) {
      const { org, ctx } = await createMember('admin')
      const colleague = await createMember('admin', org)
      const [shared, other, ...own] = [1, 2, 3, 4].map(uniqueEmail)
      const list = (...emails: (string | undefined)[]) => emails.map((email) => ({ email: email!, role: 'viewer' }))
      // In another order, which must not cause a deadlock.
      const answers = await Promise.all([
        inviteMany(ctx, list(own[0], shared, other)),
        inviteMany(colleague.ctx, list(other, shared, own[1])),
      ])
      const outcome = (email: string) =>
        answers.flatMap((results) => results.filter((row) => row.email === email).map(({ status }) => status)).sort()
      for (const email of [shared!, other!]) expect(outcome(email)).toEqual(['already_invited', 'created'])
      for (const email of own) expect(outcome(email)).toEqual(['created'])
      const emails = [shared!, other!, ...own]
      expect(await mailsTo(emails)).toEqual([...emails].sort())
      for (const row of answers.flat())
        expect(row.invitation?.email).toBe(row.status === 'created' ? row.email : undefined)
    }
  })

  it('of one address each create one invitation, and the later request answers that it exists', async () => {
    const { ctx } = await createMember('admin')
    const email = uniqueEmail()
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => invite(ctx, { email, role: 'viewer' })))
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(codes).toEqual(Array(5).fill('already_invited'))
    expect(await mailsTo([email])).toEqual([email])
  })
})

// The count of the limit is held between the two validations.
it.runIf(process.env.TEST_DATABASE_URL)('does not invite someone who becomes a member meanwhile', async () => {
  const { ctx, org, user } = await createMember('admin')
  const invited = await createUser()
  await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
  const count = `invitations_by_inviter:${hashKey(user.id)}`
  const [sent] = await whileHeld('select from rate_limits where key = $1 for update', [count], (waiting) => [
    inviteMany(ctx, [{ email: invited.email, role: 'viewer' }]),
    waiting(1).then(() => addMember(org.id, invited.id, 'viewer')),
  ])
  expect(sent).toMatchObject({ value: [{ email: invited.email, status: 'already_member' }] })
  expect(await mailsTo([invited.email])).toEqual([])
})

describe('an invitation that is revoked at the same moment', () => {
  const settled = async (...work: Promise<unknown>[]) =>
    (await Promise.allSettled(work)).map(({ status }) => status === 'fulfilled')

  it.runIf(process.env.TEST_DATABASE_URL)(
    'is either accepted or revoked, and only one of the two requests succeeds',
    async () => {
      for (let round = 0; round < 20; round++) {
        const { ctx, org } = await createMember('admin')
        const user = await createUser()
        const session = await createSession(user.id)
        const { id } = await invite(ctx, { email: user.email, role: 'viewer' })
        const [accepted, revoked] = await settled(acceptMyInvitation(session, id), revokeInvitation(ctx, id))
        expect([accepted, revoked].filter(Boolean)).toHaveLength(1)
        const members = await asOwner('select 1 from memberships where organization_id = $1', [org.id])
        expect(members).toHaveLength(accepted ? 2 : 1)
        const told = await asOwner<{ action: string }>(
          `select action from audit_events where organization_id = $1 and action in ('invitation.accepted', 'invitation.revoked')`,
          [org.id],
        )
        expect(told).toEqual([{ action: accepted ? 'invitation.accepted' : 'invitation.revoked' }])
      }
    },
  )

  it.runIf(process.env.TEST_DATABASE_URL)('hands out no link that is already invalid', async () => {
    for (let round = 0; round < 10; round++) {
      const { ctx } = await createMember('admin')
      const { id } = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
      // Whichever comes first: a copied link can still be revoked, but a revoked invitation cannot be copied.
      await settled(revokeInvitation(ctx, id), copyInvitationLink(ctx, id))
      const [row] = await asOwner('select revoked_at is not null as revoked from invitations where id = $1', [id])
      expect(row).toEqual({ revoked: true })
      const order = await asOwner<{ action: string }>(
        `select action from audit_events where target_id = $1 and action like 'invitation.%' order by sequence`,
        [id],
      )
      expect(order.at(-1)!.action).toBe('invitation.revoked')
    }
  })
})
