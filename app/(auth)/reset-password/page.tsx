import type { Metadata } from 'next'
import { PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { tokenSchema } from '@/lib/accounts/schema'
import { readParams, type SearchParams } from '@/lib/pages'
import { linkClass, Panel } from '../panel'
import { resetPasswordAction } from './actions'

const isComplete = (token: string): boolean => tokenSchema.safeParse({ token }).success

export const metadata: Metadata = { title: 'Choose a new password' }

export default async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const { token = '' } = await readParams(searchParams)
  return (
    <Panel
      title="Choose a new password"
      description="Every other sign-in of your account ends."
      footer={
        <>
          The link works once, for an hour.{' '}
          <a href="/forgot-password" className={linkClass}>
            Send another
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
        <Alert tone="danger">This link is not complete. Copy all of it from the mail.</Alert>
      )}
    </Panel>
  )
}
