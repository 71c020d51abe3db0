import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Field, PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { PasskeyButton } from '@/components/passkey-button'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { accountRestorableDays } from '@/lib/accounts/deletion'
import { findUser, readParams, type SearchParams } from '@/lib/pages'
import { arrivalPath } from '@/lib/auth/start-page'
import { product } from '@/lib/config'
import { invitedAddressOf } from '@/lib/invitations/preview'
import { withReturn } from '../urls'
import { linkClass, Panel } from '../panel'
import { signInAction, signInWithPasskeyAction } from './actions'
import { ProviderButtons } from '../provider-buttons'
import { DemoAccounts, demoCredentials } from './demo-accounts'
import { failureOf } from './failures'

export const metadata: Metadata = { title: 'Sign in' }

const notices = new Map([
  ['late', 'That took longer than ten minutes. Sign in again.'],
  ['ended', 'Your session has ended. Sign in to continue where you left off.'],
  ['password', 'Your password was changed. Sign in with the new one.'],
  [
    'deleted',
    `Your account is deleted. Until it is erased in ${accountRestorableDays} days, you can restore it by signing in.`,
  ],
])

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl, error, provider, notice, demo } = await readParams(searchParams)
  const user = await findUser()
  if (user) redirect(await arrivalPath(user, callbackUrl))
  const filled = demoCredentials(demo)
  const invited = filled ? undefined : await invitedAddressOf(callbackUrl, await headers())
  return (
    <>
      <Panel
        title={`Sign in to ${product.name}`}
        footer={
          <>
            New here?{' '}
            <a href={withReturn('/sign-up', callbackUrl)} className={linkClass}>
              Create an account
            </a>
          </>
        }
      >
        {notice && notices.has(notice) && (
          <Alert tone={['late', 'ended'].includes(notice) ? 'info' : 'success'}>{notices.get(notice)}</Alert>
        )}
        {error && <Alert tone="danger">{failureOf(error, provider)}</Alert>}
        <ProviderButtons callbackUrl={callbackUrl} />
        <Form action={signInAction}>
          {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
          <Field
            name="email"
            label="Email"
            type="email"
            autoComplete="username webauthn"
            defaultValue={filled?.email ?? invited}
            spellCheck={false}
          />
          <div className="grid gap-2">
            <PasswordField
              name="password"
              label="Password"
              autoComplete="current-password"
              defaultValue={filled?.password}
            />
            <a href="/forgot-password" className={`${linkClass} text-muted! justify-self-start py-1 text-[0.8125rem]`}>
              Forgot password?
            </a>
          </div>
          <div className="grid gap-3">
            <SubmitButton block>Sign in</SubmitButton>
            <SubmitButton variant="secondary" block name="way" value="code">
              Email me a code
            </SubmitButton>
          </div>
        </Form>
        <Form
          action={signInWithPasskeyAction}
          fields={callbackUrl ? { callbackUrl } : {}}
          className="grid gap-5 noscript:hidden"
        >
          {/* Not “Sign in …”: what looks for the button of that name must find one. */}
          <PasskeyButton purpose="sign_in" field="passkey" isOffered variant="secondary" block>
            Continue with a passkey
          </PasskeyButton>
        </Form>
      </Panel>
      <DemoAccounts callbackUrl={callbackUrl} />
    </>
  )
}
