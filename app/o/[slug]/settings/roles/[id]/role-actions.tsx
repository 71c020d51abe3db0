import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { DisabledButton } from '@/components/ui/disabled-button'
import type { Permission } from '@/lib/permissions/catalogue'
import { can, lackedBy } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { approversFor } from '../../../approvers'
import { duplicateRoleAction } from '../actions'
import { ViewAsButton } from '../view-as-button'
import { DeleteRole } from './delete-role'

type RoleActionsProps = { session: MemberSession; role: Role; mayChange: boolean }

export function RoleActions({ session, role, mayChange }: RoleActionsProps) {
  return (
    <>
      <ViewAsButton session={session} role={role} />
      <Duplicate session={session} role={role} />
      {mayChange && <DeleteRole session={session} role={role} />}
    </>
  )
}

async function Duplicate({ session, role }: { session: MemberSession; role: Role }) {
  const needed: Permission[] = can(session, 'org:roles:write')
    ? lackedBy(session, role.permissions)
    : ['org:roles:write']
  if (needed.length > 0) {
    const ask = await approversFor(session)
    return (
      <DisabledButton variant="secondary" why={`To duplicate this role you need ${needed.join(', ')}. ${ask(needed)}`}>
        Duplicate
      </DisabledButton>
    )
  }
  return (
    <Form action={duplicateRoleAction} className="grid gap-2">
      <input type="hidden" name="id" value={role.id} />
      <SubmitButton variant="secondary">Duplicate</SubmitButton>
    </Form>
  )
}
