import { SelectField } from '@/components/field'
import { Form, SubmitButton } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { MemberEntry } from '@/lib/pages'
import { countRoleUse, describeUse } from '@/lib/roles/deletion'
import type { Role } from '@/lib/roles/schema'
import { whomToAsk } from '../../../whom-to-ask'
import { deleteRoleAction } from '../actions'

/** Whoever holds the role gets the one that is chosen here, in the same moment. */
export async function DeleteRole({ entry, role }: { entry: MemberEntry; role: Role }) {
  const use = describeUse(await countRoleUse(entry, role.key))
  const hint = whyNotAll(entry, await whomToAsk(entry))
  return (
    <Dialog
      trigger="Delete"
      variant="ghost"
      title={`Delete ${role.name}?`}
      description={use ? `Still held by ${use}: they get the role that you choose, at once.` : 'Nobody has this role.'}
    >
      <Form action={deleteRoleAction}>
        <input type="hidden" name="organization" value={entry.org.slug} />
        <input type="hidden" name="id" value={role.id} />
        <input type="hidden" name="version" value={role.version} />
        {use && (
          <SelectField name="replacement" label="Role they get instead" defaultValue="viewer" hint={hint}>
            <RoleOptions holder={entry} without={role.key} />
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
