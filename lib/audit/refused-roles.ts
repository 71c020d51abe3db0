// Records refused roles of a list: partial success throws nothing, so the refusals are recorded in the transaction of
// the accepted rows.
import { isRoleOf, roleName } from '@/lib/permissions/roles'
import type { OrgSession } from '@/lib/db/session'
import { insertRefusal } from '@/lib/db/refusal'
import type { OrgDb } from '@/lib/db/with-org'

/** In: the roles that the caller may not grant. Each is recorded at most once a minute, as any refusal. */
export async function recordRefusedRoles(db: OrgDb, session: OrgSession, roles: string[]): Promise<void> {
  const known = [...new Set(roles)].filter((role) => isRoleOf(session, role))
  if (known.length === 0) return
  for (const role of known)
    await insertRefusal(db, { session, target: { type: 'role', id: role, name: roleName(role, session.customRoles) } })
}
