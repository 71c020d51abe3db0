import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { undoDays } from '@/lib/accounts/email-links'
import type { Account } from '@/lib/accounts/schema'
import { cancelEmailChangeAction, changeEmailAction } from './actions'

type EmailCardProps = Pick<Account, 'email' | 'emailVerifiedAt'> & {
  /** The address that waits to be proven. */
  pending: string | null
}

export function EmailCard({ email, emailVerifiedAt, pending }: EmailCardProps) {
  return (
    <Card id="email" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Email</CardTitle>
        <CardDescription>You sign in with it, and we send our emails there.</CardDescription>
      </CardHeader>
      <CardBody className="grid gap-5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium wrap-anywhere">{email}</span>
          {emailVerifiedAt ? <Badge tone="success">Verified</Badge> : <Badge tone="warning">Not verified</Badge>}
        </p>
        {pending && <Pending email={pending} />}
        {emailVerifiedAt && (
          <Form action={changeEmailAction}>
            <Field
              name="email"
              label="New email"
              type="email"
              autoComplete="email"
              autoCapitalize="none"
              spellCheck={false}
              hint={`It changes when you open the link that we send there. Your old address gets a link that undoes it for ${undoDays} days.`}
            />
            <SubmitButton variant="secondary">Send link</SubmitButton>
          </Form>
        )}
      </CardBody>
    </Card>
  )
}

function Pending({ email }: { email: string }) {
  return (
    <Alert title="Confirm your new address">
      <p className="wrap-anywhere">
        Open the link we sent to {email}. Until then your current address stays. Then all other sessions end.
      </p>
      <Form action={cancelEmailChangeAction} className="mt-3 grid gap-3">
        <SubmitButton variant="secondary" size="sm">
          Cancel the change
        </SubmitButton>
      </Form>
    </Alert>
  )
}
