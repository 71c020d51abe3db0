import type { MemberSession } from '@/lib/pages'
import { permissionsOf } from '@/lib/permissions/roles'

const words = new Intl.ListFormat('en')

/** What stops working when a member of this role is removed, as a sentence. Without a role: what may stop for several members. */
export function removalConsequences({ customRoles }: Pick<MemberSession, 'customRoles'>, role?: string): string {
  const may = role ? permissionsOf(role, customRoles) : (['org:invitations:write', 'org:api_keys:write'] as const)
  const ends = [
    may.includes('org:invitations:write') && 'open invitations that they sent',
    may.includes('org:api_keys:write') && 'API keys that they made',
  ].filter((what) => typeof what === 'string')
  if (ends.length === 0) return 'What they made stays.'
  const ending = words.format(ends)
  return `${ending.charAt(0).toUpperCase()}${ending.slice(1)} stop working; whatever else they made stays.`
}
