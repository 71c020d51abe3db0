import { ConfirmButton } from '@/components/confirm-button'
import { PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Account } from '@/lib/accounts/schema'
import { changePasswordAction, removePasswordAction, setPasswordAction } from './actions'

type PasswordCardProps = Pick<Account, 'email' | 'factors'> & {
  /** There is another way to sign in. */
  hasOther: boolean
}

export function PasswordCard({ email, factors, hasOther }: PasswordCardProps) {
  const isSet = factors.includes('password')
  return (
    <Card>
      <CardHeader>
        <CardTitle>Password</CardTitle>
        <CardDescription>
          A new password ends all{' '}
          <PageLink href="/account/sessions" className="text-ink underline underline-offset-4">
            other sessions
          </PageLink>
          . We’ll email you.
        </CardDescription>
      </CardHeader>
      <CardBody className="grid gap-5">
        {isSet ? <ChangePassword email={email} /> : <SetPassword email={email} />}
        {isSet && hasOther && <RemovePassword />}
      </CardBody>
    </Card>
  )
}

function ChangePassword({ email }: { email: string }) {
  return (
    <Form action={changePasswordAction}>
      <AccountName email={email} />
      <PasswordField name="current_password" label="Current password" autoComplete="current-password" />
      <NewPassword />
      <SubmitButton variant="secondary">Change password</SubmitButton>
    </Form>
  )
}

function SetPassword({ email }: { email: string }) {
  return (
    <Form action={setPasswordAction}>
      <AccountName email={email} />
      <NewPassword />
      <SubmitButton>Set password</SubmitButton>
    </Form>
  )
}

function RemovePassword() {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-5">
      <span className="text-muted text-[0.8125rem] text-pretty">You can also sign in without a password.</span>
      <ConfirmButton
        action={removePasswordAction}
        trigger="Remove password"
        size="sm"
        title="Remove your password?"
        submit="Remove password"
      >
        Then you sign in with a passkey or a connected account. If you lose access to it, “Forgot password?” on the
        sign-in page sets a new password.
      </ConfirmButton>
    </div>
  )
}

const NewPassword = () => (
  <PasswordField name="new_password" label="New password" autoComplete="new-password" hint="8 characters or more." />
)

// Tells a password manager which account the new password is for. The action does not read it: it has no name.
const AccountName = ({ email }: { email: string }) => (
  <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
)
