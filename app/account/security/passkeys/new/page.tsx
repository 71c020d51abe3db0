import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { PasskeyButton } from '@/components/passkey-button'
import { Alert } from '@/components/ui/alert'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { isSignInRecent } from '@/lib/auth/step-up'
import { readParams, requireUser, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../../../account-page'
import { addPasskeyAction } from '../../actions'
import { readReturn, securityHref, securityPath } from '../../return'
import { ShownCodes } from '../../shown-codes'

export const metadata: Metadata = { title: 'Add a passkey' }

export default async function NewPasskeyPage({ searchParams }: { searchParams: SearchParams }) {
  const person = await requireUser(securityPath)
  const callbackUrl = readReturn((await readParams(searchParams)).callbackUrl)
  // The button of that page asks for a proof first.
  if (!isSignInRecent(person)) redirect(securityHref('', callbackUrl))
  return (
    <AccountPage
      current="/security"
      title="Add a passkey"
      breadcrumb={
        <Breadcrumb items={[{ label: 'Security', href: securityHref('', callbackUrl) }, { label: 'Add a passkey' }]} />
      }
    >
      <Card>
        <CardBody>
          <Form action={addPasskeyAction} fields={callbackUrl ? { callbackUrl } : {}}>
            <ShownCodes title="Your passkey is added" next={callbackUrl ?? securityPath}>
              <Alert tone="warning" className="hidden noscript:block">
                A passkey needs JavaScript. Set up an authenticator app instead, which does not.
              </Alert>
              <Field
                name="name"
                label="Name"
                defaultValue="Passkey"
                maxLength={60}
                autoComplete="off"
                hint="So that you recognize it later: “My phone”, “Security key”."
              />
              <PasskeyButton purpose="register" field="passkey">
                Create passkey
              </PasskeyButton>
            </ShownCodes>
          </Form>
        </CardBody>
      </Card>
    </AccountPage>
  )
}
