import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Field, PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { ProofOfWork } from '@/components/proof-of-work'
import { SubmitButton } from '@/components/submit-button'
import { findUser, readParams, type SearchParams } from '@/lib/pages'
import { arrivalPath } from '@/lib/auth/start-page'
import { newChallenge } from '@/lib/accounts/proof-of-work'
import { closedSentence } from '@/lib/accounts/sign-up-policy'
import { invitedAddressOf } from '@/lib/invitations/preview'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { withReturn } from '../urls'
import { linkClass, Panel } from '../panel'
import { ProviderButtons } from '../provider-buttons'
import { signUpAction } from './actions'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl } = await readParams(searchParams)
  const single = isSingleTenancy()
  const user = await findUser()
  if (user) redirect(await arrivalPath(user, callbackUrl))
  const challenge = await newChallenge()
  const invited = await invitedAddressOf(callbackUrl, await headers())
  return (
    <Panel
      title="Create your account"
      description={
        closedSentence() ??
        (single
          ? 'Create your account and your organization. If you were invited, open the link in your invitation instead.'
          : 'One account for all your organizations.')
      }
      footer={
        <>
          Already have an account?{' '}
          <a href={withReturn('/sign-in', callbackUrl)} className={linkClass}>
            Sign in
          </a>
        </>
      }
    >
      <ProviderButtons callbackUrl={callbackUrl} />
      <Form action={signUpAction}>
        {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
        <Field name="name" label="Name" autoComplete="name" hint="Shown to the people you work with." />
        <Field name="email" label="Email" type="email" autoComplete="email" defaultValue={invited} spellCheck={false} />
        <PasswordField
          name="password"
          label="Password"
          autoComplete="new-password"
          hint="8 characters or more. A sentence is easier to remember than symbols."
        />
        {single && <Field name="organization_name" label="Organization name" autoComplete="organization" />}
        {challenge && <ProofOfWork challenge={challenge} />}
        <SubmitButton block>Sign up</SubmitButton>
      </Form>
    </Panel>
  )
}
