import type { ReactNode } from 'react'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { lifetime, type Invitation } from '@/lib/invitations/schema'
import { copyInvitationLinkAction, resendInvitationAction, revokeInvitationAction } from './actions'
import { CopiedLink } from './copied-link'

/** `mayRenew`: whether a fresh link may be made, which offers the role anew; withdrawing it takes less. */
type InvitationActionsProps = { slug: string; invitation: Invitation; mayRenew: boolean }

export function InvitationActions({ slug, invitation: { id, email }, mayRenew }: InvitationActionsProps) {
  const hidden = (
    <>
      <input type="hidden" name="id" value={id} />
    </>
  )
  return (
    <>
      {mayRenew && <Renew email={email} hidden={hidden} />}
      <Dialog
        trigger="Revoke"
        variant="ghost"
        size="sm"
        title="Revoke this invitation?"
        description={`The link of ${email} stops working at once. They are not told; you may invite them again.`}
      >
        <Form action={revokeInvitationAction}>
          {hidden}
          <DialogActions>
            <DialogCancel />
            <SubmitButton variant="danger">Revoke invitation</SubmitButton>
          </DialogActions>
        </Form>
      </Dialog>
    </>
  )
}

function Renew({ email, hidden }: { email: string; hidden: ReactNode }) {
  return (
    <>
      <Form action={resendInvitationAction} className="grid gap-2">
        {hidden}
        <SubmitButton variant="secondary" size="sm">
          Resend
        </SubmitButton>
      </Form>
      <Dialog
        trigger="Copy link"
        variant="ghost"
        size="sm"
        title="Hand the link over yourself"
        description={`This makes a new link for ${email}, good for ${lifetime()}. The one that was mailed stops working, and this one is shown once.`}
      >
        <Form action={copyInvitationLinkAction}>
          {hidden}
          <CopiedLink />
        </Form>
      </Dialog>
    </>
  )
}
