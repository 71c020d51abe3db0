import { Form, SubmitButton } from '@/components/form'
import { Card } from '@/components/ui/card'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { roleName } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { leaveOrganizationAction } from './actions'

/** One's own way out. `lastOwner`: it is closed until there is another. */
export function Leave({ entry, lastOwner }: { entry: MemberEntry; lastOwner: boolean }) {
  const { name, slug } = entry.org
  return (
    <Card className="mt-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4">
      <p className="text-muted min-w-0 wrap-anywhere">
        You are {roleName(entry.role, entry.customRoles)} of {name}.
      </p>
      <Dialog
        trigger="Leave organization"
        title={lastOwner ? 'You are the last owner' : `Leave ${name}?`}
        description={
          lastOwner
            ? `${name} would have nobody left who may do everything. Make another member owner first; then you can leave.`
            : 'You lose access to everything in it at once. To come back, somebody has to invite you again.'
        }
      >
        {lastOwner ? (
          <DialogActions>
            <DialogCancel>Understood</DialogCancel>
          </DialogActions>
        ) : (
          <Form action={leaveOrganizationAction}>
            <input type="hidden" name="organization" value={slug} />
            <DialogActions>
              <DialogCancel />
              <SubmitButton variant="danger">Leave</SubmitButton>
            </DialogActions>
          </Form>
        )}
      </Dialog>
    </Card>
  )
}
