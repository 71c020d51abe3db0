import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { MemberSession } from '@/lib/pages'
import { countRoleUse, describeUse } from '@/lib/roles/deletion'
import type { Role } from '@/lib/roles/schema'
import { approversFor } from '../../../approvers'
import { deleteRoleAction } from '../actions'

/** Whoever holds the role gets the one that is chosen here, in the same moment. */
export async function DeleteRole({ session, role }: { session: MemberSession; role: Role }) {
  const use = describeUse(await countRoleUse(session, role.key))
  const hint = whyNotAll(session, await approversFor(session))
  return (
    <Dialog
      trigger="Delete"
      variant="ghost"
      title={`Delete ${role.name}?`}
      description={use ? `Still held by ${use}: they get the role that you choose, at once.` : 'Nobody has this role.'}
    >
      <Form action={deleteRoleAction}>
        <input type="hidden" name="id" value={role.id} />
        <input type="hidden" name="version" value={role.version} />
        {use && (
          <SelectField name="replacement" label="Role they get instead" defaultValue="viewer" hint={hint}>
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
