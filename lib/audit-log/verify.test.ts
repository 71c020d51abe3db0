import { describe, expect, it } from 'vitest'
import { withOrg } from '@/lib/db/with-org'
import { asOwner, createMember, expectCode } from '@/lib/testing/fixtures'
import { recordAudits } from '@/lib/audit/record'
import { verifyAuditChain } from './verify'

async function trail(length: number) {
  const member = await createMember('owner')
  const target = { type: 'note', id: null, name: 'Minutes' }
  await withOrg(member.ctx, 'org:read', (db, session) =>
    recordAudits(
      db,
      session,
      Array.from({ length }, (_, n) => ({ action: 'note.updated', target, changes: { name: [n, n + 1] } })),
    ),
  )
  return { ...member, tamper: (sql: string) => asOwner(sql.replaceAll('MINE', `organization_id = '${member.org.id}'`)) }
}

const rehash = `encode(sha256(convert_to(audit_text(e), 'UTF8')), 'hex')`

describe('the check of the chain', () => {
  it('accepts an unbroken chain, range by range', async () => {
    const { ctx, tamper } = await trail(32)
    const check = await verifyAuditChain(ctx, 10)
    expect(check).toMatchObject({ events: 32, broken: null, firstAt: expect.any(Date) })
    expect(check.lastHash).toMatch(/^[0-9a-f]{64}$/)
    await tamper(`update audit_events set ip = '203.0.113.1' where MINE and sequence = 21`)
    expect(await verifyAuditChain(ctx, 10)).toMatchObject({ events: 20, broken: { sequence: 21, reason: 'changed' } })
  })

  it('accepts an empty audit log, and requires org:audit:read', async () => {
    const { ctx, org } = await createMember('owner')
    expect(await verifyAuditChain(ctx)).toEqual({ events: 0, firstAt: null, lastHash: '', removed: 0, broken: null })
    await expectCode(verifyAuditChain((await createMember('member', org)).ctx), 'insufficient_permissions')
  })

  it.each([
    ['a changed text', `update audit_events set changes = '{}' where MINE and sequence = 3`, 3, 'changed'],
    [
      'a changed time',
      `update audit_events set occurred_at = now() - interval '1 day' where MINE and sequence = 3`,
      3,
      'changed',
    ],
    ['a removed event', `delete from audit_events where MINE and sequence = 3`, 4, 'missing'],
    ['a removed beginning', `delete from audit_events where MINE and sequence = 1`, 2, 'missing'],
    ['a changed hash', `update audit_events set hash = repeat('0', 64) where MINE and sequence = 3`, 3, 'changed'],
    [
      'a changed event with a hash that fits',
      `update audit_events set action = 'note.created' where MINE and sequence = 3;
      update audit_events e set hash = ${rehash} where MINE and sequence = 3`,
      4,
      'order',
    ],
    [
      'two that changed places',
      `update audit_events set sequence = 9 where MINE and sequence = 2;
      update audit_events set sequence = 2 where MINE and sequence = 3;
      update audit_events set sequence = 3 where MINE and sequence = 9`,
      2,
      'order',
    ],
    [
      'one that was slipped in',
      `update audit_events set sequence = sequence + 10 where MINE and sequence > 2;
      update audit_events set sequence = sequence - 9 where MINE and sequence > 10;
      insert into audit_events (organization_id, action, actor_type, actor_name, target_type, target_name)
        select organization_id, action, actor_type, actor_name, target_type, target_name from audit_events where MINE and sequence = 1;
      update audit_events set sequence = 3 where MINE and sequence = 7`,
      3,
      'order',
    ],
  ])('detects %s', async (_what, sql, sequence, reason) => {
    const { ctx, tamper } = await trail(5)
    for (const statement of sql.split(';')) await tamper(statement)
    const { events, broken } = await verifyAuditChain(ctx)
    expect(broken).toMatchObject({ sequence, reason, id: expect.stringMatching(/^evt_/), at: expect.any(Date) })
    expect(events).toBe(reason === 'missing' ? sequence - 2 : sequence - 1)
  })
})
