import { afterEach, describe, expect, it, vi } from 'vitest'
import { createUndoToken, readUndoToken } from './undo'

const change = { kind: 'role', organization: 'acme', what: { id: 'x' } }
const by = { sessionId: 'sess_1', userId: 'user_0', cookieVersion: 1 }
const offer = () => createUndoToken(by, change)!

afterEach(() => void vi.useRealTimers())

describe('an undo token', () => {
  it('says what is restored, and in which organization', () => {
    const { organization, undo } = offer()
    expect(organization).toBe('acme')
    expect(readUndoToken('sess_1', undo)).toEqual(change)
  })

  it('is valid for the session that made the change, and unaltered only', () => {
    const { undo } = offer()
    const [, signature] = undo.split('.')
    const altered = Buffer.from(JSON.stringify({ ...change, what: { id: 'y' } })).toString('base64url')
    for (const [session, offered] of [
      ['sess_2', undo],
      ['sess_1', `${altered}.${signature}`],
      ['sess_1', altered],
      ['sess_1', ''],
    ] as const)
      expect(() => readUndoToken(session, offered)).toThrow('can no longer be undone here')
  })

  it('ends after five minutes with a message', () => {
    vi.useFakeTimers()
    const { undo } = offer()
    vi.advanceTimersByTime(299_000)
    expect(readUndoToken('sess_1', undo)).toEqual(change)
    vi.advanceTimersByTime(2_000)
    expect(() => readUndoToken('sess_1', undo)).toThrow('too late')
  })

  it('is not made for more than a cookie holds', () => {
    expect(createUndoToken(by, { ...change, what: 'x'.repeat(4000) })).toBeUndefined()
  })
})
