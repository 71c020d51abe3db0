import { Alert } from '@/components/ui/alert'
import { reachesPeople, reachingPermissions } from '@/lib/api-keys/schema'
import type { MemberSession } from '@/lib/pages'
import { missingFor } from '@/lib/permissions/grants'
import { permissionsOf, roleKeysOf, roleName } from '@/lib/permissions/roles'
import { whatStays } from './what-stays'

const either = new Intl.ListFormat('en', { type: 'disjunction' })

/** Before a key is made: which choices let it invite people or change roles, and that this outlasts the key. */
export function ReachNote({ session, scope }: { session: MemberSession; scope: 'role' | 'own' }) {
  const { customRoles } = session
  const roles = roleKeysOf(session).filter(
    (role) => missingFor(session, role).length === 0 && reachesPeople(permissionsOf(role, customRoles)),
  )
  const choices = scope === 'role' ? roles.map((role) => roleName(role, customRoles)) : reachingPermissions
  if (choices.length === 0) return null
  return (
    <Alert tone="warning" title={`With ${either.format(choices)} it can bring people in or change roles`}>
      {whatStays}
    </Alert>
  )
}
