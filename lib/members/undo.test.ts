import { afterEach, describe, expect, it, vi } from 'vitest'
import { createUndoToken, readUndoToken, type RoleChanges } from './undo'

const change: RoleChanges = { organization: 'acme', role: 'admin', former: [{ userId: 'user_1', role: 'viewer' }] }
const by = { sessionId: 'sess_1', userId: 'user_0' }
const offer = (changes = change) => createUndoToken(by, changes)!

afterEach(() => void vi.useRealTimers())

describe('an offer to undo', () => {
  it('says what is undone, for one member or several', () => {
    const { organization, undo } = offer()
    expect(organization).toBe('acme')
    expect(readUndoToken('sess_1', undo)).toEqual(change)
    const former = [...change.former, { userId: 'user_2', role: 'member' }, { userId: 'user_3', role: 'viewer' }]
    const several = readUndoToken('sess_1', offer({ ...change, former }).undo)
    expect(several.former).toHaveLength(3)
    expect(several.former).toEqual(expect.arrayContaining(former))
  })

  it('is valid for the session that made the change, and unaltered only', () => {
    const { undo } = offer()
    const [, signature] = undo.split('.')
    const raised = Buffer.from(JSON.stringify({ ...change, role: 'owner' })).toString('base64url')
    for (const [session, offered] of [
      ['sess_2', undo],
      ['sess_1', `${raised}.${signature}`],
      ['sess_1', raised],
      ['sess_1', ''],
    ] as const)
      expect(() => readUndoToken(session, offered)).toThrow('cannot be undone here')
  })

  it('ends after five minutes with a message', () => {
    vi.useFakeTimers()
    const { undo } = offer()
    vi.advanceTimersByTime(299_000)
    expect(readUndoToken('sess_1', undo)).toEqual(change)
    vi.advanceTimersByTime(2_000)
    expect(() => readUndoToken('sess_1', undo)).toThrow('too late')
  })

  it('is not made for an empty change, for one’s own role, or for more than a cookie holds', () => {
    expect(createUndoToken(by, { ...change, former: [] })).toBeUndefined()
    expect(createUndoToken(by, { ...change, role: 'viewer' })).toBeUndefined()
    // A person who lowered their own role could not give it back.
    expect(createUndoToken({ ...by, userId: 'user_1' }, change)).toBeUndefined()
    const people = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ userId: `user_${String(i).padStart(26, '0')}`, role: 'viewer' }))
    const page = createUndoToken(by, { ...change, former: people(50) })!
    expect(encodeURIComponent(JSON.stringify({ message: 'x'.repeat(200), undo: page })).length).toBeLessThan(4000)
    expect(createUndoToken(by, { ...change, former: people(100) })).toBeUndefined()
  })
})
