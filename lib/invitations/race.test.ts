// Several who invite the same people at the same moment.
import { describe, expect, it } from 'vitest'
import { asOwner, createMember, uniqueEmail } from '@/lib/testing'
import { invite, inviteMany } from './send'

const mailsTo = async (emails: string[]) =>
  (await asOwner<{ to: string }>(`select "to" from emails where "to" = any($1) order by 1`, [emails])).map(
    ({ to }) => to,
  )

describe('two at once', () => {
  it('share an address: it is invited once and mailed once, and both lists go out', async () => {
    for (let round = 0; round < 10; round++) {
      const { org, ctx } = await createMember('admin')
      const colleague = await createMember('admin', org)
      const [shared, other, ...own] = [1, 2, 3, 4].map(uniqueEmail)
      const list = (...emails: (string | undefined)[]) => emails.map((email) => ({ email: email!, role: 'viewer' }))
      // In another order, which must not end in a deadlock.
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

  it('invite one address alone: the later is told that it is invited already', async () => {
    const { ctx } = await createMember('admin')
    const email = uniqueEmail()
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => invite(ctx, { email, role: 'viewer' })))
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(codes).toEqual(Array(5).fill('already_invited'))
    expect(await mailsTo([email])).toEqual([email])
  })
})
