// Sign-in and sign-up for a signed-out person with the mailed link. The link has already proven the address.
import { Field, PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { buttonVariants } from '@/components/ui/button'
import { invitationPath } from '@/lib/invitations/schema'
import { ProviderButtons } from '../../provider-buttons'
import { withReturn } from '../../urls'
import { signUpInvitedAction } from './actions'

type InvitedProps = { token: string; email: string }

export function SignUp({ token, email }: InvitedProps) {
  return (
    <div className="grid gap-5">
      <FixedAddress email={email} />
      <ProviderButtons callbackUrl={invitationPath(token)} />
      <SignUpForm token={token} email={email} />
    </div>
  )
}

function SignUpForm({ token, email }: InvitedProps) {
  return (
    <Form action={signUpInvitedAction}>
      <input type="hidden" name="token" value={token} />
      {/* Password managers look for the account name next to the password. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field name="name" label="Name" autoComplete="name" hint="Shown to the people you work with." />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="new-password"
        hint="8 characters or more. A sentence is easier to remember than symbols."
      />
      <div className="grid gap-2">
        <SubmitButton block>Sign up</SubmitButton>
        <p className="text-muted text-[0.8125rem]">Creates your account and accepts the invitation.</p>
      </div>
    </Form>
  )
}

export function SignIn({ token, email }: InvitedProps) {
  return (
    <div className="grid gap-4">
      <FixedAddress email={email} />
      <a
        href={withReturn('/sign-in', invitationPath(token))}
        className={buttonVariants({ block: true, className: 'min-w-0' })}
      >
        Sign in
      </a>
      <p className="text-muted text-[0.8125rem]">This address already has an account. Sign in to continue.</p>
    </div>
  )
}

function FixedAddress({ email }: { email: string }) {
  return (
    <p className="bg-sunken rounded-lg border px-3.5 py-2.5">
      <span className="text-muted block text-[0.8125rem]">Invited address</span>
      <span className="font-medium break-all">{email}</span>
    </p>
  )
}
