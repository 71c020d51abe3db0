import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { roleName } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'
import { leaveOrganizationAction } from './actions'
import { Section } from './section'

/** One's own way out. `lastOwner`: it is closed until there is another. */
export function Leave({ session, lastOwner }: { session: MemberSession; lastOwner: boolean }) {
  const { name, slug } = session.org
  return (
    <Section
      title="Leave"
      description={
        <>
          You are {roleName(session.role, session.customRoles)} of {name}. When you leave, you lose access to everything
          in it at once, and API keys that you made stop working. What you made stays.
        </>
      }
    >
      <Dialog
        trigger="Leave organization"
        title={lastOwner ? 'You are the last owner' : `Leave ${name}?`}
        description={
          lastOwner
            ? `${name} would have nobody left who may do everything. Hand it over, or make another member owner first; then you can leave.`
            : 'You lose access to everything in it at once. To come back, somebody has to invite you again.'
        }
      >
        {lastOwner ? (
          <DialogActions>
            <DialogCancel>Understood</DialogCancel>
          </DialogActions>
        ) : (
          <Form action={leaveOrganizationAction}>
            <DialogActions>
              <DialogCancel />
              <SubmitButton variant="danger">Leave</SubmitButton>
            </DialogActions>
          </Form>
        )}
      </Dialog>
    </Section>
  )
}
