import { describe, expect, it } from 'vitest'
import type { Permission } from '@/lib/permissions/catalogue'
import { stateOf, whyLess } from './key-state'

const creator = { id: 'user_1', name: 'Jane' }
const now = new Date('2030-01-01T00:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const permissions: Permission[] = ['org:read', 'org:members:read']
const all = { permissions, effectivePermissions: permissions }
const some = { permissions, effectivePermissions: permissions.slice(1) }
const none = { permissions, effectivePermissions: [] }

describe('the state of an API key', () => {
  it.each([
    [{ creator, expiresAt: null, ...all }, 'live'],
    [{ creator, expiresAt: inDays(8), ...all }, 'live'],
    [{ creator, expiresAt: inDays(6), ...all }, 'soon'],
    [{ creator, expiresAt: now, ...all }, 'expired'],
    [{ creator, expiresAt: null, ...some }, 'reduced'],
    [{ creator, expiresAt: inDays(6), ...none }, 'reduced'],
    [{ creator, expiresAt: inDays(-1), ...some }, 'expired'],
    [{ creator: null, expiresAt: inDays(-1), ...none }, 'expired'],
    [{ creator: null, expiresAt: null, ...none }, 'stopped'],
    [{ creator: null, expiresAt: inDays(1), ...none }, 'stopped'],
  ])('of %j is %s', (key, state) => {
    expect(stateOf(key, now)).toBe(state)
  })

  it('comes with the reason why the key can do less', () => {
    const key = { creator, expiresAt: null, ...all }
    expect(whyLess(key)).toBeNull()
    expect(whyLess({ ...key, ...some })).toBe(
      'Jane’s role no longer covers everything in this key: the rest still works.',
    )
    expect(whyLess({ ...key, ...none })).toContain('nothing is left')
    expect(whyLess({ ...key, ...none, creator: null })).toContain('has left')
    expect(whyLess({ ...key, expiresAt: new Date(0) })).toContain('can’t get new tokens')
  })
})
