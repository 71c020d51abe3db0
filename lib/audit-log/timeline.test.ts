import { describe, expect, it } from 'vitest'
import { authorizeOrg } from '@/lib/db/authorize'
import { withOrg } from '@/lib/db/with-org'
import { recordAudit } from '@/lib/audit/record'
import { changeRole } from '@/lib/members/commands'
import { createMember } from '@/lib/testing/fixtures'
import type { AuditEvent } from './schema'
import { getMemberActivity, toDays, undoableRole } from './timeline'

const event = (changed: Partial<AuditEvent> & { at: string }): AuditEvent => ({
  id: 'evt_1',
  sequence: '1',
  action: 'note.updated',
  actor: { type: 'user', id: 'user_1', name: 'Ada' },
  onBehalfOf: null,
  target: { type: 'note', id: 'note_1', name: 'Plan' },
  changes: {},
  ip: null,
  requestId: null,
  hash: '',
  occurredAt: new Date(changed.at),
  ...changed,
})

describe('the timeline', () => {
  it('is a list of days in the time zone of the viewer', () => {
    const events = [event({ at: '2026-03-02T23:30:00Z', action: 'a.b' }), event({ at: '2026-03-02T01:00:00Z' })]
    expect(toDays(events, 'UTC').map(({ day }) => day)).toEqual(['2026-03-02'])
    expect(toDays(events, 'Asia/Tokyo').map(({ day }) => day)).toEqual(['2026-03-03', '2026-03-02'])
  })

  it('joins what one person did to one target, from the first value to the last', () => {
    const events = [
      event({ at: '2026-03-02T12:02:00Z', id: 'evt_3', changes: { name: ['B', 'C'], text: ['y', 'x'] } }),
      event({ at: '2026-03-02T12:01:00Z', id: 'evt_2', changes: { text: ['x', 'y'] } }),
      event({ at: '2026-03-02T12:00:00Z', id: 'evt_1', changes: { name: ['A', 'B'] } }),
      event({ at: '2026-03-02T11:00:00Z', actor: { type: 'user', id: 'user_2', name: 'Bo' } }),
    ]
    const { entries } = toDays(events, 'UTC')[0]!
    expect(entries.map(({ count }) => count)).toEqual([3, 1])
    expect(entries[0]!.event).toMatchObject({ id: 'evt_3', changes: { name: ['A', 'C'] } })
    expect(entries[0]!.event.changes).not.toHaveProperty('text')
  })

  it('keeps two changes apart that leave nothing changed', () => {
    const events = [
      event({ at: '2026-03-02T12:01:00Z', id: 'evt_2', changes: { role: ['admin', 'member'] } }),
      event({ at: '2026-03-02T12:00:00Z', id: 'evt_1', changes: { role: ['member', 'admin'] } }),
    ]
    const { entries } = toDays(events, 'UTC')[0]!
    expect(entries.map(({ event, count }) => [event.changes.role, count])).toEqual([
      [['admin', 'member'], 1],
      [['member', 'admin'], 1],
    ])
  })

  it('has what a member did and what was done to them, in this organization only', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    await changeRole(owner.ctx, member.user.id, { role: 'viewer' })
    await withOrg({ ...member.ctx }, 'any', (db, session) =>
      recordAudit(db, session, 'note.seen', { type: 'note', id: null, name: 'Plan' }),
    )
    const { activity } = await getMemberActivity(owner.ctx, member.user.id)
    expect(activity!.map(({ action }) => action)).toEqual(['note.seen', 'member.role_changed'])
    const stranger = await createMember('owner')
    await expect(getMemberActivity(stranger.ctx, member.user.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('A056 is null for a role that may not read the audit log', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    expect((await getMemberActivity(member.ctx, owner.user.id)).activity).toBeNull()
  })

  it('offers to take back one’s own recent change of a role only', async () => {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    await changeRole(owner.ctx, member.user.id, { role: 'viewer' })
    const { activity } = await getMemberActivity(owner.ctx, member.user.id)
    const entry = { event: activity![0]!, count: 1 }
    const session = await authorizeOrg(owner.ctx)
    expect(undoableRole(entry, session)).toEqual({ userId: member.user.id, role: 'member' })
    const admin = await createMember('admin', owner.org)
    expect(undoableRole(entry, await authorizeOrg(admin.ctx))).toBeNull()
    const old = { ...entry.event, occurredAt: new Date(Date.now() - 6 * 60_000) }
    expect(undoableRole({ event: old, count: 1 }, session)).toBeNull()
    const owned = { ...entry.event, changes: { role: ['owner', 'admin'] as [string, string] } }
    expect(undoableRole({ event: owned, count: 1 }, session)).toBeNull()
  })
})
