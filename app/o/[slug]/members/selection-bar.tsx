import { Form, SubmitButton } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { Select } from '@/components/ui/select'
import type { MemberEntry } from '@/lib/auth/require'
import { whomToAsk } from '../whom-to-ask'
import { changeSelectedAction } from './actions'

/** The boxes of the list (`data-select`) belong to this form, wherever they stand. */
export const selectionForm = 'selection'

/** What can be done with the ticked members. It appears with the first of them, by style alone. */
export async function SelectionBar({ entry, loses }: { entry: MemberEntry; loses: string }) {
  const whyNot = whyNotAll(entry, await whomToAsk(entry))
  return (
    <Form
      id={selectionForm}
      action={changeSelectedAction}
      aria-label="Selected members"
      className="sticky top-19 z-5 grid gap-3 group-has-[[data-select]:checked]/members:pb-4 has-[[role=alert]]:pb-4 lg:top-4"
    >
      <input type="hidden" name="organization" value={entry.org.slug} />
      <div className="bg-raised shadow-overlay hidden flex-wrap items-center gap-2 rounded-xl border px-4 py-2.5 group-has-[[data-select]:checked]/members:flex">
        <span className="mr-auto font-medium">Selected members</span>
        <div className="w-36">
          <Select
            name="role"
            aria-label="New role of the selected members"
            aria-describedby={whyNot && 'selection-roles'}
            defaultValue="member"
          >
            <RoleOptions holder={entry} />
          </Select>
        </div>
        <SubmitButton variant="secondary" name="intent" value="role">
          Change roles
        </SubmitButton>
        <Dialog
          trigger="Remove selected"
          variant="ghost"
          title="Remove the selected members?"
          description={`They lose access to ${loses} at once. What they made stays. Only inviting them again undoes it.`}
        >
          <DialogActions>
            <DialogCancel />
            <SubmitButton variant="danger" name="intent" value="remove">
              Remove members
            </SubmitButton>
          </DialogActions>
        </Dialog>
        {whyNot && (
          <p id="selection-roles" className="text-muted basis-full text-[0.8125rem] text-pretty">
            {whyNot}
          </p>
        )}
      </div>
    </Form>
  )
}
