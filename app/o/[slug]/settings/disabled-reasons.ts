import { permissions, type Permission } from '@/lib/permissions/catalogue'
import { lackedBy } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { approversFor } from '../approvers'

/** The permissions that the viewer lacks and so cannot give to a role or an API key, each with a sentence that says who can grant it. */
export async function disabledReasons(session: MemberSession): Promise<Partial<Record<Permission, string>>> {
  const ask = await approversFor(session)
  return Object.fromEntries(lackedBy(session, permissions).map((permission) => [permission, ask([permission])]))
}
