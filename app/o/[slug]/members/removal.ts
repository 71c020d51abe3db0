import type { MemberSession } from '@/lib/pages'
import { capitalize } from '@/lib/permissions/catalogue'
import { permissionsOf } from '@/lib/permissions/roles'

const words = new Intl.ListFormat('en')

/** What stops working when a member of this role is removed, as a sentence. Without a role: what may stop for several members. */
export function removalConsequences({ customRoles }: Pick<MemberSession, 'customRoles'>, role?: string): string {
  const may = role ? permissionsOf(role, customRoles) : (['org:invitations:write', 'org:api_keys:write'] as const)
  const ends = [
    may.includes('org:invitations:write') && 'pending invitations they sent',
    may.includes('org:api_keys:write') && 'API keys they created',
  ].filter((what) => typeof what === 'string')
  if (ends.length === 0) return 'Content they created stays.'
  const ending = words.format(ends)
  return `${capitalize(ending)} stop working; other content they created stays.`
}
