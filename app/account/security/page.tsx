import type { Metadata } from 'next'
import { PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { listMyConnections } from '@/lib/accounts/my-connections'
import { getAccount } from '@/lib/accounts/profile'
import { readParams, requireUser, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../account-page'
import { changePasswordAction, setPasswordAction } from './actions'
import { ConnectionsCard } from './connections-card'

export const metadata: Metadata = { title: 'Security' }

export default async function SecurityPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/account/security')
  const { email, factors } = await getAccount(ctx)
  const { data: connections } = await listMyConnections(ctx, { limit: 100 })
  const { connect } = await readParams(searchParams)
  return (
    <AccountPage current="/security" title="Security" description="How you prove that it is you.">
      <Card>
        <CardHeader className="sm:px-6">
          <CardTitle>Password</CardTitle>
          <CardDescription>
            A new password ends all{' '}
            <PageLink href="/account/sessions" className="text-ink underline underline-offset-4">
              other sessions
            </PageLink>
            . We tell you by mail.
          </CardDescription>
        </CardHeader>
        <CardBody className="pb-6 sm:px-6">
          {factors.includes('password') ? <ChangePassword email={email} /> : <SetPassword email={email} />}
        </CardBody>
      </Card>
      <ConnectionsCard connections={connections} answer={connect} />
    </AccountPage>
  )
}

function ChangePassword({ email }: { email: string }) {
  return (
    <Form action={changePasswordAction}>
      <AccountName email={email} />
      <PasswordField name="current_password" label="Current password" autoComplete="current-password" />
      <NewPassword />
      <SubmitButton>Change password</SubmitButton>
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

const NewPassword = () => (
  <PasswordField name="new_password" label="New password" autoComplete="new-password" hint="8 characters or more." />
)

// Tells a password manager which account the new password is for. The action does not read it: it has no name.
const AccountName = ({ email }: { email: string }) => (
  <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
)
