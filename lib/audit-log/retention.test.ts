// What the retention removes, what it must keep, and what the check of the chain says afterwards.
import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemContext, type OrgContext, type SystemContext } from '@/lib/db/session'
import { sqlState } from '@/lib/db/failures'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { ageSignIn, asOwner, createMember, expectCode, databaseNow } from '@/lib/testing/fixtures'
import { countActivity } from './activity'
import { getAuditRetention, setAuditRetention } from './retention'
import { trimDue } from './trim'
import { verifyAuditChain } from './verify'

const dayMs = 24 * 60 * 60 * 1000

/** An organization with an event of each age in days, oldest first. */
async function trail(...ages: number[]) {
  const owner = await createMember('owner')
  const id = owner.org.id
  for (const age of ages)
    await asOwner(
      `insert into audit_events (organization_id, action, actor_type, actor_name, target_type, target_name, occurred_at)
       values ($1, 'note.updated', 'system', 'Test', 'note', 'Minutes', now() - make_interval(days => $2))`,
      [id, age],
    )
  const sequences = async () => {
    const rows = await asOwner<{ n: number }>(
      'select sequence::int as n from audit_events where organization_id = $1 order by 1',
      [id],
    )
    return rows.map(({ n }) => n)
  }
  return { ...owner, sequences }
}

/** Moves the setting of the retention days into the past. */
const ageSetting = (id: string, days = 2) =>
  asOwner('update audit_trails set shortened_at = now() - make_interval(days => $2) where organization_id = $1', [
    id,
    days,
  ])

async function trimmed(days: number, ...ages: number[]) {
  const of = await trail(...ages)
  await setAuditRetention(of.ctx, { days })
  await ageSetting(of.org.id)
  await trimDue(2)
  return of
}

/** Runs a statement inside an organization, as the application or a job. Out: the SQLSTATE that refuses it, or undefined. */
async function refusal(ctx: OrgContext | SystemContext, statement: string): Promise<string | undefined> {
  const run = async (db: OrgDb): Promise<void> =>
    // eslint-disable-next-line no-restricted-syntax -- a statement of the test: the types offer no raw SQL
    (db as unknown as { $executeRawUnsafe: (text: string) => Promise<void> }).$executeRawUnsafe(statement)
  try {
    await ('system' in ctx ? withOrg(ctx, 'any:write', run) : withOrg(ctx, 'org:read', run))
    return undefined
  } catch (error) {
    return sqlState(error) ?? String(error)
  }
}

/** Counts the transactions of jobs in an organization until the test ends. */
function countTransactions(id: string): () => number {
  const spy = vi.spyOn(Client.prototype, 'query')
  onTestFinished(() => spy.mockRestore())
  const isOne = ([query]: unknown[]) => {
    const { text, values } = query as { text?: string; values?: unknown[] }
    return !!text?.includes('assume_context') && values?.[0] === id && values[1] === 'system'
  }
  return () => spy.mock.calls.filter(isOne).length
}

describe('the retention of the audit trail', () => {
  it('keeps everything until an organization manager sets it, and the setting is recorded', async () => {
    const { ctx, org } = await trail(400, 100)
    const admin = await createMember('admin', org)
    const member = await createMember('member', org)
    expect(await getAuditRetention(ctx)).toMatchObject({ days: null, since: null, removed: null })
    await expectCode(setAuditRetention(member.ctx, { days: 90 }), 'insufficient_permissions')
    await expectCode(getAuditRetention(member.ctx), 'insufficient_permissions')
    await setAuditRetention(admin.ctx, { days: 365 })
    await setAuditRetention(admin.ctx, { days: 365 })
    await setAuditRetention(admin.ctx, { days: null })
    const events = await asOwner(
      `select action, actor_id, changes from audit_events where organization_id = $1 and action like 'organization.%' order by sequence`,
      [org.id],
    )
    const action = 'organization.audit_retention_changed'
    expect(events).toEqual([
      { action, actor_id: admin.user.id, changes: { audit_retention_days: [null, 365] } },
      { action, actor_id: admin.user.id, changes: { audit_retention_days: [365, null] } },
    ])
  })

  it('A213 requires a fresh sign-in to be shortened, not to be extended', async () => {
    const { ctx, session } = await trail()
    await setAuditRetention(ctx, { days: 365 })
    await ageSignIn(session.sessionId)
    await expectCode(setAuditRetention(ctx, { days: 90 }), 'reauth_required')
    await setAuditRetention(ctx, { days: 730 })
    await setAuditRetention(ctx, { days: null })
    await expectCode(setAuditRetention(ctx, { days: 3650 }), 'reauth_required')
  })

  it('requires the current version: the second of two simultaneous changes is refused', async () => {
    const { ctx } = await trail()
    await setAuditRetention(ctx, { days: 730 }, ['ever'])
    await expectCode(setAuditRetention(ctx, { days: 90 }, ['ever']), 'precondition_failed')
    expect((await getAuditRetention(ctx)).days).toBe(730)
    await setAuditRetention(ctx, { days: 730 }, ['ever'])
    await setAuditRetention(ctx, { days: null }, ['730'])
    expect((await getAuditRetention(ctx)).days).toBeNull()
  })

  it('shows what each choice would remove before it is chosen', async () => {
    const { ctx } = await trail(800, 400, 400, 100, 1)
    const before = Date.now()
    const { removals } = await getAuditRetention(ctx)
    const after = Date.now()
    expect(removals.map(({ days, events }) => [days, events])).toEqual([
      [90, 4],
      [365, 3],
      [730, 1],
      [1825, 0],
    ])
    const asked = removals[0]!.before.getTime() + 90 * dayMs
    expect(asked).toBeGreaterThanOrEqual(before)
    expect(asked).toBeLessThanOrEqual(after)
  })

  it('removes older events in parts, a day after it was set, and leaves an unbroken chain', async () => {
    const { ctx, org, sequences } = await trail(400, 300, 200, 100, 80, 1)
    const before = await databaseNow()
    await setAuditRetention(ctx, { days: 90 })
    const after = await databaseNow()
    const transactions = countTransactions(org.id)
    await trimDue()
    expect([await sequences(), transactions()]).toEqual([[1, 2, 3, 4, 5, 6, 7], 1])
    const { since } = await getAuditRetention(ctx)
    expect(since!.getTime() - dayMs).toBeGreaterThanOrEqual(before)
    expect(since!.getTime() - dayMs).toBeLessThanOrEqual(after)
    await ageSetting(org.id)
    expect(await trimDue(3)).toBeGreaterThanOrEqual(4)
    // Three events, and then the fourth.
    expect([await sequences(), transactions()]).toEqual([[5, 6, 7], 3])
    await trimDue(3)
    expect([await sequences(), transactions()]).toEqual([[5, 6, 7], 4])
    expect(await verifyAuditChain(ctx)).toMatchObject({ events: 3, removed: 4, broken: null })
    expect((await getAuditRetention(ctx)).removed).toMatchObject({ events: 4 })
  })

  it('leaves removed events out of the activity chart', async () => {
    const { ctx } = await trimmed(30, 40, 35, 32, 5)
    expect((await countActivity(ctx, 30)).reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })

  it('keeps the newest event, so that the chain continues', async () => {
    const { ctx, org, sequences } = await trail(400)
    await asOwner('insert into audit_trails (organization_id, retention_days) values ($1, 90)', [org.id])
    await ageSetting(org.id)
    await trimDue()
    expect(await sequences()).toEqual([1])
    expect(await refusal(systemContext(org.id), 'update audit_trails set anchor_sequence = 1')).toBe('42501')
    await setAuditRetention(ctx, { days: 60 })
    await ageSetting(org.id)
    await trimDue()
    expect(await sequences()).toEqual([2])
    expect(await verifyAuditChain(ctx)).toMatchObject({ events: 1, removed: 1, broken: null })
  })

  it('runs on every server, and a failure in one organization does not stop the others', async () => {
    const [a, b] = [await trail(400, 1), await trail(400, 1)]
    for (const { ctx, org } of [a, b]) {
      await setAuditRetention(ctx, { days: 90 })
      await ageSetting(org.id)
    }
    await asOwner(
      `alter table audit_trails add constraint fails check (organization_id <> '${a.org.id}' or anchor_sequence = 0)`,
    )
    try {
      await Promise.allSettled([trimDue(), trimDue()])
      expect(await b.sequences()).toEqual([2, 3])
      expect(await a.sequences()).toEqual([1, 2, 3])
    } finally {
      await asOwner('alter table audit_trails drop constraint fails')
    }
    await trimDue()
    expect(await a.sequences()).toEqual([2, 3])
  })
})

describe('A309 the application', () => {
  it('cannot remove an event or move the start of the audit log', async () => {
    const { ctx, sequences } = await trimmed(90, 400, 100, 50, 1)
    for (const statement of [
      'delete from audit_events',
      'update audit_trails set anchor_sequence = 3',
      `update audit_trails set anchor_hash = 'x'`,
      `update audit_trails set shortened_at = now() - interval '9 days'`,
      'insert into audit_trails (retention_days, anchor_sequence) values (90, 3)',
      'delete from audit_trails',
    ])
      expect(await refusal(ctx, statement), statement).toBe('42501')
    expect(await refusal(ctx, 'update audit_trails set retention_days = 1')).toBe('23514')
    expect(await sequences()).toEqual([3, 4, 5])
  })

  it('cannot, as the janitor, remove events within the retention or move the start elsewhere', async () => {
    const { org, sequences } = await trimmed(90, 400, 100, 50, 40, 1)
    for (const sequence of [3, 5, 6, 99, 2, 1, 0])
      expect(
        await refusal(systemContext(org.id), `update audit_trails set anchor_sequence = ${sequence}`),
        `${sequence}`,
      ).toBe('42501')
    expect(await refusal(systemContext(org.id), `update audit_trails set anchor_hash = 'x'`)).toBe('42501')
    expect(await refusal(systemContext(org.id), 'update audit_trails set retention_days = 30')).toBe('42501')
    // Removes no row and raises no error: nothing lies before the anchor.
    expect(await refusal(systemContext(org.id), 'delete from audit_events')).toBeUndefined()
    expect(await sequences()).toEqual([3, 4, 5, 6])
    const other = await trail(400, 1)
    expect(
      await refusal(systemContext(org.id), `delete from audit_events where organization_id = '${other.org.id}'`),
    ).toBeUndefined()
    expect(await other.sequences()).toEqual([1, 2])
  })

  it('waits a day after each shortening', async () => {
    const { ctx, org, sequences } = await trimmed(365, 400, 100, 1)
    await setAuditRetention(ctx, { days: 90 })
    await trimDue()
    expect(await sequences()).toHaveLength(3 + 1)
    expect(await refusal(systemContext(org.id), 'update audit_trails set anchor_sequence = 2')).toBe('42501')
    await setAuditRetention(ctx, { days: 365 })
    await setAuditRetention(ctx, { days: 90 })
    await trimDue()
    expect(await sequences()).toHaveLength(5 + 1)
  })

  it('reads the start of its own organization’s audit log only', async () => {
    const [a, b] = [await trimmed(90, 400, 1), await trimmed(90, 400, 1)]
    const rows = await withOrg(
      a.ctx,
      'org:read',
      (db) => db.$queryRaw<{ id: string }[]>`
      select organization_id as id from audit_trails`,
    )
    expect(rows).toEqual([{ id: a.org.id }])
    expect(b.org.id).not.toBe(a.org.id)
  })
})

describe('the check of a chain whose start was removed', () => {
  const mine = (sql: string, id: string) => asOwner(sql.replaceAll('MINE', `organization_id = '${id}'`))

  it.each([
    ['one more event removed', 'delete from audit_events where MINE and sequence = 3', 4, 'missing'],
    ['an anchor set back', 'update audit_trails set anchor_sequence = 1 where MINE', 3, 'missing'],
    ['an anchor with another hash', `update audit_trails set anchor_hash = repeat('0', 64) where MINE`, 3, 'order'],
    ['an anchor that was forgotten', 'delete from audit_trails where MINE', 3, 'missing'],
    ['an anchor set past events that are there', 'update audit_trails set anchor_sequence = 3 where MINE', 3, 'behind'],
    ['a changed first event', `update audit_events set action = 'a.b' where MINE and sequence = 3`, 3, 'changed'],
    [
      'an event brought back',
      `insert into audit_events (organization_id, action, actor_type, actor_name, target_type, target_name, sequence)
         select organization_id, action, actor_type, actor_name, target_type, target_name, 2 from audit_events where MINE and sequence = 3`,
      2,
      'behind',
    ],
  ])('detects %s', async (_what, sql, sequence, reason) => {
    const { ctx, org } = await trimmed(90, 400, 100, 50, 40, 1)
    expect(await verifyAuditChain(ctx)).toMatchObject({ removed: 2, broken: null })
    await mine(`set session_replication_role = replica; ${sql}; set session_replication_role = default`, org.id)
    expect((await verifyAuditChain(ctx)).broken).toMatchObject({ sequence, reason })
  })

  it('continues past a part that is removed during the check', async () => {
    const { ctx, org, sequences } = await trail(400, 300, 200, 100, 50, 1)
    await setAuditRetention(ctx, { days: 90 })
    await ageSetting(org.id)
    const range = (after: string, hash: string) =>
      withOrg(
        ctx,
        'org:audit:read',
        (db) => db.$queryRaw<{ last_sequence: bigint; last_hash: string; reason: string | null; events: number }[]>`
        select * from check_audit_chain(${after}::bigint, ${hash}, 2)`,
      )
    const [first] = await range('0', '')
    await trimDue()
    expect(await sequences()).toEqual([5, 6, 7])
    const [second] = await range(String(first!.last_sequence), first!.last_hash)
    expect(second).toMatchObject({ events: 2, last_sequence: 6n, reason: null })
  })
})
