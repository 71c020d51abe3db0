import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { CodeField, RecoveryDetails } from '@/components/confirm-prompt'
import { Form } from '@/components/form'
import { PasskeyButton } from '@/components/passkey-button'
import { SubmitButton } from '@/components/submit-button'
import { findSecondStep } from '@/lib/accounts/second-step'
import { arrivalPath } from '@/lib/auth/start-page'
import { findUser, hrefOf, readParams, type SearchParams } from '@/lib/pages'
import { linkClass, Panel } from '../../panel'
import { withReturn } from '../../urls'
import { secondStepAction } from '../actions'

export const metadata: Metadata = { title: 'Second factor' }

export default async function SecondFactorPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl } = await readParams(searchParams)
  const ways = await findSecondStep(await headers())
  if (!ways) {
    const user = await findUser()
    redirect(user ? await arrivalPath(user, callbackUrl) : hrefOf('/sign-in', { callbackUrl, notice: 'late' }))
  }
  const fields: Record<string, string> = callbackUrl ? { callbackUrl } : {}
  const hasApp = ways.includes('totp')
  return (
    <Panel
      title="One more step"
      description={
        hasApp
          ? 'Your account has a second factor. Enter the code that your authenticator app shows.'
          : 'Your account has a second factor. Confirm with your passkey.'
      }
      footer={
        <>
          Not you?{' '}
          <a href={withReturn('/sign-in', callbackUrl)} className={linkClass}>
            Sign in with another account
          </a>
        </>
      }
    >
      {hasApp && (
        <Form action={secondStepAction} fields={fields}>
          <CodeField name="code" autoFocus />
          <SubmitButton block>Continue</SubmitButton>
        </Form>
      )}
      {ways.includes('passkey') && (
        <Form action={secondStepAction} fields={fields} className="grid gap-5 noscript:hidden">
          <PasskeyButton purpose="second_factor" field="passkey" variant={hasApp ? 'secondary' : 'primary'} block>
            Use a passkey
          </PasskeyButton>
        </Form>
      )}
      <Form action={secondStepAction} fields={fields}>
        <RecoveryDetails name="recovery_code">
          <SubmitButton variant="secondary" block>
            Continue with the recovery code
          </SubmitButton>
        </RecoveryDetails>
      </Form>
    </Panel>
  )
}
