import { describe, expect, it } from 'vitest'
import { stateOf } from './key-state'

const creator = { id: 'user_1', name: 'Jane' }
const now = new Date('2030-01-01T00:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

describe('the state of a key', () => {
  it.each([
    [{ creator, expiresAt: null }, 'live'],
    [{ creator, expiresAt: inDays(8) }, 'live'],
    [{ creator, expiresAt: inDays(6) }, 'soon'],
    [{ creator, expiresAt: now }, 'expired'],
    [{ creator: null, expiresAt: inDays(-1) }, 'expired'],
    [{ creator: null, expiresAt: null }, 'stopped'],
    [{ creator: null, expiresAt: inDays(1) }, 'stopped'],
  ])('of %j is %s', (key, state) => {
    expect(stateOf(key, now)).toBe(state)
  })
})
