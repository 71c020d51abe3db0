import { ConfirmButton } from '@/components/confirm-button'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog } from '@/components/ui/dialog'
import { lifetime, type Invitation } from '@/lib/invitations/schema'
import { copyInvitationLinkAction, resendInvitationAction, revokeInvitationAction } from './actions'
import { CopiedLink } from './copied-link'

/** `mayRenew`: whether the viewer may create a new link. It offers the role again, so it takes more than revoking. */
type InvitationActionsProps = { invitation: Invitation; mayRenew: boolean }

export function InvitationActions({ invitation: { id, email }, mayRenew }: InvitationActionsProps) {
  return (
    <>
      {mayRenew && <Renew id={id} email={email} />}
      <ConfirmButton
        action={revokeInvitationAction}
        fields={{ id }}
        trigger="Revoke"
        size="sm"
        title="Revoke this invitation?"
        submit="Revoke invitation"
      >
        {`The link of ${email} stops working at once. They are not told; you may invite them again.`}
      </ConfirmButton>
    </>
  )
}

function Renew({ id, email }: Pick<Invitation, 'id' | 'email'>) {
  return (
    <>
      <Form action={resendInvitationAction} fields={{ id }} className="grid gap-2">
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
        <Form action={copyInvitationLinkAction} fields={{ id }}>
          <CopiedLink />
        </Form>
      </Dialog>
    </>
  )
}
