import { SelectField } from '@/components/field'
import { Form, SubmitButton } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { MemberEntry } from '@/lib/auth/require'
import type { Member } from '@/lib/member-rows'
import { whomToAsk } from '../whom-to-ask'
import { changeRoleAction, removeMemberAction } from './actions'

type MemberActionsProps = { entry: MemberEntry; member: Member; loses: string }

export async function MemberActions({ entry, member, loses }: MemberActionsProps) {
  const { userId, name, role } = member
  const hidden = (
    <>
      <input type="hidden" name="organization" value={entry.org.slug} />
      <input type="hidden" name="userId" value={userId} />
    </>
  )
  return (
    <>
      <Dialog trigger="Change role" size="sm" title={`Change the role of ${name}`} description="It counts at once.">
        <Form action={changeRoleAction}>
          {hidden}
          <input type="hidden" name="seen" value={role} />
          <SelectField name="role" label="Role" defaultValue={role} hint={whyNotAll(entry, await whomToAsk(entry))}>
            <RoleOptions holder={entry} />
          </SelectField>
          <DialogActions>
            <DialogCancel />
            <SubmitButton>Save role</SubmitButton>
          </DialogActions>
        </Form>
      </Dialog>
      {userId !== entry.userId && (
        <Dialog
          trigger="Remove"
          variant="ghost"
          size="sm"
          title={`Remove ${name}?`}
          description={`${name} loses access to ${loses} at once. What they made stays. Only inviting them again undoes it.`}
        >
          <Form action={removeMemberAction}>
            {hidden}
            <DialogActions>
              <DialogCancel />
              <SubmitButton variant="danger">Remove member</SubmitButton>
            </DialogActions>
          </Form>
        </Dialog>
      )}
    </>
  )
}
