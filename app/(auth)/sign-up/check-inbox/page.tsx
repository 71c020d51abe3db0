import type { Metadata } from 'next'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Toaster } from '@/components/ui/toaster'
import { findCodeRequest } from '@/lib/accounts/code-cookie'
import { hasNoServer } from '@/lib/mail/outbox'
import { readParams, type SearchParams } from '@/lib/pages'
import { withReturn } from '../../urls'
import { CheckInbox } from '../../check-inbox'
import { CodeForm } from '../../code-form'
import { linkClass } from '../../panel'
import { signInByCodeAction } from '../../sign-in/code/actions'
import { recallAddress } from '../../typed-address'
import { resendSignUpAction } from '../actions'

export const metadata: Metadata = { title: 'Check your inbox' }

export default async function CheckInboxPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl } = await readParams(searchParams)
  const began = await findCodeRequest()
  const canResend = began?.link !== undefined && !hasNoServer()
  return (
    <CheckInbox
      address={await recallAddress()}
      sentence="We sent a code and a link to verify your email address to"
      footer={
        <>
          Verified?{' '}
          <a href={withReturn('/sign-in', callbackUrl)} className={linkClass}>
            Sign in
          </a>
          . No email, or a wrong address?{' '}
          <a href={withReturn('/sign-up', callbackUrl)} className={linkClass}>
            Sign up again
          </a>
          .
        </>
      }
    >
      {began && (
        <CodeForm action={signInByCodeAction} code={undefined} callbackUrl={began.returnTo} submit="Verify email" />
      )}
      {canResend && (
        <Form action={resendSignUpAction}>
          <SubmitButton variant="secondary" block>
            Send it again
          </SubmitButton>
        </Form>
      )}
      <Toaster />
    </CheckInbox>
  )
}
