import type { ApiKey } from '@/lib/api-keys/schema'
import { roleName, type CustomRoles } from '@/lib/permissions/roles'

const soonMs = 7 * 24 * 60 * 60 * 1000

/** The tone and the name of each state. */
export const keyStates = {
  live: ['success', 'Active'],
  soon: ['warning', 'Expires soon'],
  reduced: ['warning', 'Reduced'],
  expired: ['danger', 'Expired'],
  stopped: ['danger', 'Stopped'],
} as const

type State = keyof typeof keyStates

type KeyLimits = Pick<ApiKey, 'creator' | 'expiresAt' | 'permissions' | 'effectivePermissions'>

/** The state of a key. It is stopped when its creator has left, and reduced when its creator may do less than the key. */
export function stateOf({ creator, expiresAt, ...may }: KeyLimits, now = new Date()): State {
  const msLeft = expiresAt ? expiresAt.getTime() - now.getTime() : Infinity
  if (msLeft <= 0) return 'expired'
  if (!creator) return 'stopped'
  if (may.effectivePermissions.length < may.permissions.length) return 'reduced'
  return msLeft < soonMs ? 'soon' : 'live'
}

/** What a key may do, in a few words. For a reduced key the number says how much is left. */
export function scopeText(apiKey: ApiKey, customRoles: CustomRoles): string {
  const { role, permissions, effectivePermissions: left } = apiKey
  const all = permissions.length === 1 ? '1 permission' : `${permissions.length} permissions`
  if (stateOf(apiKey) === 'reduced') return `${left.length} of ${all}`
  return role === null ? all : roleName(role, customRoles)
}

/** Why a key does not work or not fully, and what to do about it; null if it works fully. */
export function whyLess(apiKey: KeyLimits): string | null {
  const state = stateOf(apiKey)
  if (state === 'expired') return 'It can’t get new tokens. Create another key, then revoke this one.'
  if (state === 'stopped')
    return 'Its creator has left, so it no longer works. Create another key, then revoke this one.'
  if (state !== 'reduced') return null
  const left = apiKey.effectivePermissions.length > 0 ? 'the rest still works' : 'nothing is left'
  return `${apiKey.creator!.name}’s role no longer covers everything in this key: ${left}.`
}
