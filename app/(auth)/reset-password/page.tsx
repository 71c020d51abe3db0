import type { Metadata } from 'next'
import { PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'
import { canResetPassword } from '@/lib/accounts/commands'
import { tokenSchema } from '@/lib/accounts/schema'
import { readParams, type SearchParams } from '@/lib/pages'
import { linkClass, Panel } from '../panel'
import { resetPasswordAction } from './actions'

const isComplete = (token: string): boolean => tokenSchema.safeParse({ token }).success

export const metadata: Metadata = { title: 'Choose a new password' }

// Opening the link changes nothing, because mail scanners open links, too. Only the button does.
export default async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const { token = '' } = await readParams(searchParams)
  if (isComplete(token) && !(await canResetPassword(token))) return <Ended />
  return (
    <Panel
      title="Choose a new password"
      description="You’ll be signed out everywhere else."
      footer={
        <>
          The link works once and expires after an hour.{' '}
          <a href="/forgot-password" className={linkClass}>
            Send a new link
          </a>
        </>
      }
    >
      {isComplete(token) ? (
        <Form action={resetPasswordAction}>
          <input type="hidden" name="token" value={token} />
          <PasswordField name="password" label="Password" autoComplete="new-password" hint="8 characters or more." />
          <SubmitButton block>Set new password</SubmitButton>
        </Form>
      ) : (
        <Alert tone="danger">This link is incomplete. Copy the whole link from the email.</Alert>
      )}
    </Panel>
  )
}

/** For a link that was used, has expired or was replaced by a newer one. */
function Ended() {
  return (
    <Panel
      title="Choose a new password"
      description="The link in the email works once and expires after an hour. A newer email ends the links of older ones."
    >
      <Alert tone="info">This link has been used or has expired.</Alert>
      <a href="/forgot-password" className={buttonVariants({ block: true })}>
        Send a new link
      </a>
    </Panel>
  )
}
