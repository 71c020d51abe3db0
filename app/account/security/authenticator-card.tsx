import { ConfirmButton } from '@/components/confirm-button'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { removeAuthenticatorAction, startAuthenticatorAction } from './actions'

type AuthenticatorCardProps = {
  isSetUp: boolean
  /** How many recovery codes are left; null without a second factor. */
  codesLeft: number | null
  callbackUrl: string | undefined
}

export function AuthenticatorCard({ isSetUp, codesLeft, callbackUrl }: AuthenticatorCardProps) {
  return (
    <Card id="second-factor" className="scroll-mt-20">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          Authenticator app {isSetUp && <Badge tone="success">On</Badge>}
        </CardTitle>
        <CardDescription>After your password, we ask for a code from an app on your phone.</CardDescription>
      </CardHeader>
      <CardBody className="grid gap-5">
        {isSetUp ? <Remove /> : <SetUp callbackUrl={callbackUrl} />}
        {codesLeft !== null && <RecoveryCodes left={codesLeft} />}
      </CardBody>
    </Card>
  )
}

function SetUp({ callbackUrl }: { callbackUrl: string | undefined }) {
  return (
    <Form action={startAuthenticatorAction} fields={callbackUrl ? { callbackUrl } : {}}>
      <SubmitButton>Set up an authenticator app</SubmitButton>
    </Form>
  )
}

function Remove() {
  return (
    <div className="justify-self-start">
      <ConfirmButton
        action={removeAuthenticatorAction}
        trigger="Remove the app"
        title="Remove your authenticator app?"
        submit="Remove the app"
      >
        We’ll no longer ask for its codes, and a stolen password may be enough to get in. We’ll email you.
      </ConfirmButton>
    </div>
  )
}

function RecoveryCodes({ left }: { left: number }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-5">
      <div className="grid gap-0.5">
        <span className="font-medium">Recovery codes</span>
        <span className={left < 3 ? 'text-danger-text text-[0.8125rem]' : 'text-muted text-[0.8125rem]'}>
          {left === 1 ? 'One is left.' : `${left} are left.`} For when you have lost your device.
        </span>
      </div>
      <PageLink
        href="/account/security/recovery-codes"
        className={buttonVariants({ variant: 'secondary', size: 'sm' })}
      >
        Create new codes
      </PageLink>
    </div>
  )
}
