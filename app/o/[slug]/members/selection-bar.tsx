import { clsx } from 'clsx'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { SelectField } from '@/components/field'
import type { MemberSession } from '@/lib/pages'
import { approversFor } from '../approvers'
import { changeSelectedAction } from './actions'
import { removalConsequences } from './removal'
import { RoleMeanings } from './role-meanings'
import { wordsOfRoles } from './role-words'
import { SelectedCount, SelectedNames } from './selected'

/** The id of the form to which the boxes of the list (`data-select`) belong. */
export const selectionForm = 'selection'

const placeOfBar = clsx(
  'sticky bottom-20 z-5 grid gap-3 pt-4 lg:bottom-4',
  'not-group-has-[[data-select]:checked]/members:not-has-[[role=alert]]:hidden',
  // An error is shown above the list, because without a script the page loads at its top.
  'has-[[role=alert]]:order-first has-[[role=alert]]:pt-0 has-[[role=alert]]:pb-4',
)

type SelectionBarProps = { session: MemberSession; lostAccess: string }

/**
 * The actions for the selected members. CSS shows the bar when the first box is ticked. It is below the list, so that the boxes
 * do not move.
 */
export function SelectionBar({ session, lostAccess }: SelectionBarProps) {
  return (
    <Form id={selectionForm} action={changeSelectedAction} aria-label="Selected members" className={placeOfBar}>
      <div className="bg-raised shadow-overlay hidden flex-wrap items-center gap-2 rounded-xl border py-2.5 pr-2.5 pl-4 group-has-[[data-select]:checked]/members:flex">
        <span className="mr-auto flex items-center gap-1 font-medium max-sm:w-full">
          <SelectedCount form={selectionForm} />
          <Button type="reset" variant="ghost" size="sm" className="max-sm:ml-auto">
            Clear
          </Button>
        </span>
        <ChangeRoles session={session} />
        <RemoveSelected session={session} lostAccess={lostAccess} />
      </div>
    </Form>
  )
}

async function ChangeRoles({ session }: Pick<SelectionBarProps, 'session'>) {
  return (
    <Dialog
      trigger="Change roles"
      title="Change the roles of the selected members"
      description={
        <>
          The new role counts at once for <SelectedNames form={selectionForm} />.
        </>
      }
    >
      <div className="grid gap-3">
        <SelectField
          name="role"
          label="New role"
          defaultValue="member"
          hint={whyNotAll(session, await approversFor(session))}
        >
          <RoleOptions holder={session} />
        </SelectField>
        <RoleMeanings
          roles={wordsOfRoles(session)}
          rolesHref={`/o/${session.org.slug}/settings/roles`}
          whose="several"
        />
      </div>
      <DialogActions>
        <DialogCancel />
        <SubmitButton name="intent" value="role">
          Save roles
        </SubmitButton>
      </DialogActions>
    </Dialog>
  )
}

function RemoveSelected({ session, lostAccess }: SelectionBarProps) {
  return (
    <Dialog
      trigger="Remove selected"
      variant="ghost"
      title="Remove the selected members?"
      description={
        <>
          Access to {lostAccess} ends at once for <SelectedNames form={selectionForm} />. {removalConsequences(session)}{' '}
          Only inviting them again undoes it.
        </>
      }
    >
      <DialogActions>
        <DialogCancel />
        <SubmitButton variant="danger" name="intent" value="remove">
          Remove members
        </SubmitButton>
      </DialogActions>
    </Dialog>
  )
}
