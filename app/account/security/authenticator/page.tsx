import { clsx } from 'clsx'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CodeField } from '@/components/confirm-prompt'
import { CopyField } from '@/components/copy-field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { findAuthenticatorKey } from '@/lib/accounts/authenticator'
import { isSignInRecent } from '@/lib/auth/step-up'
import { isAnswer, readParams, requireUser, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../../account-page'
import { confirmAuthenticatorAction } from '../actions'
import { readReturn, securityHref, securityPath } from '../return'
import { ShownCodes } from '../shown-codes'

export const metadata: Metadata = { title: 'Set up an authenticator app' }

export default async function AuthenticatorPage({ searchParams }: { searchParams: SearchParams }) {
  const person = await requireUser(securityPath)
  const callbackUrl = readReturn((await readParams(searchParams)).callbackUrl)
  // With an old sign-in it is not shown: the button of that page asks for a proof first.
  const key = isSignInRecent(person) ? await findAuthenticatorKey(person) : null
  // The answer with the recovery codes is shown here, when nothing waits any more, and so is the question for a proof.
  if (!key && !(await isAnswer())) redirect(securityHref('', callbackUrl))
  return (
    <AccountPage
      current="/security"
      title="Set up an authenticator app"
      breadcrumb={
        <Breadcrumb
          items={[{ label: 'Security', href: securityHref('', callbackUrl) }, { label: 'Authenticator app' }]}
        />
      }
    >
      <Card>
        <CardBody>
          <Form action={confirmAuthenticatorAction} fields={callbackUrl ? { callbackUrl } : {}}>
            <ShownCodes title="Your authenticator app is set up" next={callbackUrl ?? securityPath}>
              {key && <Secret {...key} />}
              <CodeField name="code" />
              <SubmitButton>Confirm the code</SubmitButton>
            </ShownCodes>
          </Form>
        </CardBody>
      </Card>
    </AccountPage>
  )
}

function Secret({ secret, uri, qrCode }: { secret: string; uri: string; qrCode: string }) {
  return (
    <div className="grid gap-5">
      <p className="text-muted text-sm text-pretty">
        Scan this with an authenticator app, such as the one in your password manager. Then enter the code that it
        shows.
      </p>
      <img
        src={`data:image/svg+xml;base64,${Buffer.from(qrCode).toString('base64')}`}
        alt="QR code of the secret below"
        width={200}
        height={200}
        className="rounded-lg border"
      />
      <a href={uri} className={clsx(buttonVariants({ variant: 'secondary' }), 'sm:justify-self-start')}>
        Open in an authenticator app
      </a>
      <CopyField id="totp-secret" label="Secret" value={secret} />
    </div>
  )
}
