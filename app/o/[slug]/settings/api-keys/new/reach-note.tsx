import { Alert } from '@/components/ui/alert'
import { reachesPeople } from '@/lib/api-keys/schema'
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
  if (scope === 'role' && roles.length === 0) return null
  const names = either.format(roles.map((role) => roleName(role, customRoles)))
  return (
    <Alert
      tone="warning"
      title={
        scope === 'role'
          ? `With ${names} it can bring people in or change roles`
          : 'If it can invite people or change members or roles, that outlasts the key'
      }
    >
      {whatStays}
    </Alert>
  )
}
