// A list of which some is refused throws nothing: what was out of reach is told here, in the transaction of the rest.
import { isRoleOf, roleName } from '@/lib/permissions/roles'
import type { OrgSession } from '@/lib/db/session'
import { insertRefusal } from '@/lib/db/refusal'
import type { OrgDb } from '@/lib/db/with-org'

/** In: the roles that somebody tried to give and may not. Each is recorded once a minute, as for any refusal. */
export async function recordRefusedRoles(db: OrgDb, session: OrgSession, roles: string[]): Promise<void> {
  const known = [...new Set(roles)].filter((role) => isRoleOf(session, role))
  if (known.length === 0) return
  for (const role of known)
    await insertRefusal(db, { session, target: { type: 'role', id: role, name: roleName(role, session.customRoles) } })
}
