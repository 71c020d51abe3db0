import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { DisabledButton } from '@/components/ui/disabled-button'
import { wordsAndKeysOfSome, type Permission } from '@/lib/permissions/catalogue'
import { can, lackedBy } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { countRoleUse, describeUse } from '@/lib/roles/deletion'
import type { Role } from '@/lib/roles/schema'
import { approversFor } from '../../../approvers'
import { deleteRoleAction, duplicateRoleAction } from '../actions'
import { ViewAsButton } from '../view-as-button'

type RoleProps = { session: MemberSession; role: Role }

export function RoleActions({ session, role, mayChange }: RoleProps & { mayChange: boolean }) {
  return (
    <>
      <ViewAsButton session={session} role={role} />
      <Duplicate session={session} role={role} />
      {mayChange && <DeleteRole session={session} role={role} />}
    </>
  )
}

async function Duplicate({ session, role }: RoleProps) {
  const needed: Permission[] = can(session, 'org:roles:write')
    ? lackedBy(session, role.permissions)
    : ['org:roles:write']
  if (needed.length > 0) {
    const ask = await approversFor(session)
    return (
      <DisabledButton
        variant="secondary"
        why={`To duplicate this role you must be able to ${wordsAndKeysOfSome(needed)}. ${ask(needed)}`}
      >
        Duplicate
      </DisabledButton>
    )
  }
  return (
    <Form action={duplicateRoleAction} fields={{ id: role.id }} className="grid gap-2">
      <SubmitButton variant="secondary">Duplicate</SubmitButton>
    </Form>
  )
}

/** Asks for a replacement if the role is in use: its holders get the replacement in the same transaction. */
async function DeleteRole({ session, role }: RoleProps) {
  const use = describeUse(await countRoleUse(session, role.key))
  const hint = whyNotAll(session, await approversFor(session))
  return (
    <Dialog
      trigger="Delete"
      variant="quiet-danger"
      title={`Delete ${role.name}?`}
      description={
        use
          ? `${use} still have this role. They get the one you choose, immediately.`
          : 'No one has this role. Deleting it can’t be undone.'
      }
    >
      <Form action={deleteRoleAction} fields={{ id: role.id, version: String(role.version) }}>
        {use && (
          <SelectField name="replacement" label="Replacement role" defaultValue="viewer" hint={hint}>
            <RoleOptions holder={session} without={role.key} />
          </SelectField>
        )}
        <DialogActions>
          <DialogCancel />
          <SubmitButton variant="danger">Delete role</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
