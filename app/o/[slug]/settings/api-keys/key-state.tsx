import { Badge } from '@/components/ui/badge'
import type { ApiKey } from '@/lib/api-keys/schema'

const soonMs = 7 * 24 * 60 * 60 * 1000

const states = {
  live: ['success', 'Live'],
  soon: ['warning', 'Expires soon'],
  reduced: ['warning', 'Reduced'],
  expired: ['danger', 'Expired'],
  stopped: ['danger', 'Stopped'],
} as const

type State = keyof typeof states

type KeyLimits = Pick<ApiKey, 'creator' | 'expiresAt' | 'permissions' | 'effectivePermissions'>

/** The state of a key. It is stopped when its creator has left, and reduced when its creator may do less than the key. */
export function stateOf({ creator, expiresAt, ...may }: KeyLimits, now = new Date()): State {
  const msLeft = expiresAt ? expiresAt.getTime() - now.getTime() : Infinity
  if (msLeft <= 0) return 'expired'
  if (!creator) return 'stopped'
  if (may.effectivePermissions.length < may.permissions.length) return 'reduced'
  return msLeft < soonMs ? 'soon' : 'live'
}

export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const [tone, label] = states[stateOf(apiKey)]
  return <Badge tone={tone}>{label}</Badge>
}

/** Why a key does not work or not fully, and what to do about it; null if it works fully. */
export function whyLess(apiKey: KeyLimits): string | null {
  const state = stateOf(apiKey)
  if (state === 'expired') return 'It gets no more tokens. Make another, then revoke this one.'
  if (state === 'stopped') return 'Whoever created it has left. It works again if they come back: revoke it to be sure.'
  if (state !== 'reduced') return null
  const left = apiKey.effectivePermissions.length > 0 ? 'it does what is left' : 'nothing of it is left'
  return `${apiKey.creator!.name}’s role allows less than this key was made for: ${left}.`
}
