// The states of an open invitation, except sign-in and sign-up.
import { resendVerificationAction } from '@/app/(auth)/verify-email/actions'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { OrgTile } from '@/components/ui/avatar'
import { buttonVariants } from '@/components/ui/button'
import { Toaster } from '@/components/ui/toaster'
import { invitationPath } from '@/lib/invitations/schema'
import type { InvitationPage } from '@/lib/invitations/preview'
import { withReturn } from '../../urls'
import { Panel } from '../../panel'
import { acceptInvitationAction, changeAccountAction, declineInvitationAction } from './actions'

type StateProps = { token: string; email: string }

export function Answer({ token, email }: StateProps) {
  return (
    <div className="grid gap-3">
      <Form action={acceptInvitationAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton block>Accept invitation</SubmitButton>
      </Form>
      <Form action={declineInvitationAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton variant="secondary" block>
          Decline
        </SubmitButton>
      </Form>
      <p className="text-muted pt-2 text-[0.8125rem] break-words">You are signed in as {email}.</p>
    </div>
  )
}

export function ChangeAccount({ token, email, signedInAs }: StateProps & { signedInAs: string }) {
  return (
    <div className="grid gap-4">
      <Alert tone="warning" title="This is for another address">
        <p className="break-words">
          The invitation was sent to <strong>{email}</strong>. You are signed in as <strong>{signedInAs}</strong>.
        </p>
      </Alert>
      <Form action={changeAccountAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton block>Use another account</SubmitButton>
      </Form>
      <p className="text-muted text-[0.8125rem]">You’ll be signed out, then return to this page.</p>
    </div>
  )
}

export function Unverified({ email }: { email: string }) {
  return (
    <div className="grid gap-4">
      <Alert tone="warning" title="Verify your email address first">
        <p className="break-words">We sent a link to {email}. Open it, then come back to this page.</p>
      </Alert>
      <Form action={resendVerificationAction}>
        <SubmitButton variant="secondary" block>
          Send a new link
        </SubmitButton>
      </Form>
      <Toaster />
    </div>
  )
}

/** A link that was passed on by hand does not prove the address, so the page does not reveal whether it has an account. */
export function Unproven({ token, email }: StateProps) {
  const path = invitationPath(token)
  return (
    <div className="grid gap-3">
      <p className="break-words">
        It is for <strong className="font-medium">{email}</strong>. Sign in with that address, or sign up with it and
        verify it; then open this link again.
      </p>
      <a href={withReturn('/sign-in', path)} className={buttonVariants({ block: true })}>
        Sign in
      </a>
      <a href={withReturn('/sign-up', path)} className={buttonVariants({ variant: 'secondary', block: true })}>
        Create an account
      </a>
    </div>
  )
}

export function Member({ organization, roleName }: InvitationPage) {
  return (
    <Panel
      mark={<OrgTile {...organization} size="lg" />}
      title={`You are a member of ${organization.name}`}
      description={`You’re already in. This invitation was for the role ${roleName}; your current role stays.`}
    >
      <a href={`/o/${organization.slug}`} className={buttonVariants({ block: true })}>
        Open {organization.name}
      </a>
    </Panel>
  )
}
