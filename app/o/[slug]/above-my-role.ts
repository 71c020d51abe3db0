import type { MemberSession } from '@/lib/pages'
import { wordsAndKeysOfSome } from '@/lib/permissions/catalogue'
import { missingFor, ownership } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { approversFor } from './approvers'

/** Why the viewer cannot change or remove a member with this role: what they lack, and who can grant it. */
export async function whyAboveMyRole(session: MemberSession, role: string): Promise<string> {
  const missing = missingFor(session, role)
  if (missing.includes(ownership)) return 'Only owners can change or remove an owner.'
  const lacked = missing.filter((permission) => permission !== ownership)
  const ask = (await approversFor(session))(lacked)
  return `${roleName(role, session.customRoles)} can ${wordsAndKeysOfSome(lacked)}, which you can’t. ${ask}`
}
