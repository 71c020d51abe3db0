import { Badge } from '@/components/ui/badge'
import type { ApiKey } from '@/lib/api-keys/api-key'

const soonMs = 7 * 24 * 60 * 60 * 1000

const states = {
  live: ['success', 'Live'],
  soon: ['warning', 'Expires soon'],
  expired: ['danger', 'Expired'],
  stopped: ['danger', 'Stopped'],
} as const

type State = keyof typeof states

/** Whether a key works now; one whose creator has left does not. */
export function stateOf({ creator, expiresAt }: Pick<ApiKey, 'creator' | 'expiresAt'>, now = new Date()): State {
  const msLeft = expiresAt ? expiresAt.getTime() - now.getTime() : Infinity
  if (msLeft <= 0) return 'expired'
  if (!creator) return 'stopped'
  return msLeft < soonMs ? 'soon' : 'live'
}

export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const [tone, label] = states[stateOf(apiKey)]
  return <Badge tone={tone}>{label}</Badge>
}
