import { Alert } from '@/components/ui/alert'
import { reachesPeople } from '@/lib/api-keys/schema'
import type { MemberSession } from '@/lib/pages'
import { permissionsOf, roleKeysOf } from '@/lib/permissions/roles'
import { whatStays } from './what-stays'

/** The roles with which a key can invite people or change roles. */
export const reachingRoles = (session: MemberSession): string[] =>
  roleKeysOf(session).filter((role) => reachesPeople(permissionsOf(role, session.customRoles)))

/** Before a key is made: that it can invite people or change roles, and that this outlasts the key. */
export const ReachNote = ({ title }: { title: string }) => (
  <Alert tone="warning" title={title}>
    {whatStays}
  </Alert>
)
