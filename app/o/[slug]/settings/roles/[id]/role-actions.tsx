import { Form, SubmitButton } from '@/components/form'
import { ClosedButton } from '@/components/ui/closed-button'
import type { Permission } from '@/lib/permissions/catalogue'
import { can, lackedBy } from '@/lib/permissions/grants'
import type { MemberEntry } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { whomToAsk } from '../../../whom-to-ask'
import { duplicateRoleAction } from '../actions'
import { ViewAsButton } from '../view-as-button'
import { DeleteRole } from './delete-role'

type RoleActionsProps = { entry: MemberEntry; role: Role; mayChange: boolean }

export function RoleActions({ entry, role, mayChange }: RoleActionsProps) {
  return (
    <>
      <ViewAsButton entry={entry} role={role} />
      <Duplicate entry={entry} role={role} />
      {mayChange && <DeleteRole entry={entry} role={role} />}
    </>
  )
}

async function Duplicate({ entry, role }: { entry: MemberEntry; role: Role }) {
  const needed: Permission[] = can(entry, 'org:roles:write') ? lackedBy(entry, role.permissions) : ['org:roles:write']
  if (needed.length > 0) {
    const ask = await whomToAsk(entry)
    return (
      <ClosedButton variant="secondary" why={`To duplicate this role you need ${needed.join(', ')}. ${ask(needed)}`}>
        Duplicate
      </ClosedButton>
    )
  }
  return (
    <Form action={duplicateRoleAction} className="grid gap-2">
      <input type="hidden" name="organization" value={entry.org.slug} />
      <input type="hidden" name="id" value={role.id} />
      <SubmitButton variant="secondary">Duplicate</SubmitButton>
    </Form>
  )
}
