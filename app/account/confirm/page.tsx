import type { Metadata } from 'next'
import { confirmAtProviderAction } from '@/app/(auth)/sign-in/provider-actions'
import { ConfirmedHere } from '@/components/confirmed-here'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { Card, CardBody } from '@/components/ui/card'
import { listMyProviders } from '@/lib/accounts/my-connections'
import { readParams, requireUser, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../account-page'

export const metadata: Metadata = { title: 'Confirm that it is you' }

const answers = new Map([
  ['invalid_credentials', 'That account is not connected to yours, or it did not ask you to sign in again.'],
  ['unauthenticated', 'You were signed out in the meantime. Sign in, then repeat what you wanted to do.'],
])

/** Opened in a tab of its own by the prompt of a form that needs a recent sign-in. */
export default async function ConfirmPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/account/confirm')
  const { confirm: answer } = await readParams(searchParams)
  if (answer === 'done')
    return (
      <AccountPage current="/security" title="Confirmed">
        <Alert tone="success">
          Close this tab and continue in the other one. Without JavaScript, press the button there again.
        </Alert>
        <ConfirmedHere />
      </AccountPage>
    )
  return (
    <AccountPage
      current="/security"
      title="Confirm that it is you"
      description="Sign in again with a connected account. What you typed in the other tab is kept."
    >
      {answer && <Alert tone="danger">{answers.get(answer) ?? 'We couldn’t confirm it. Try again.'}</Alert>}
      <Ways providers={await listMyProviders(ctx)} />
    </AccountPage>
  )
}

function Ways({ providers }: { providers: Awaited<ReturnType<typeof listMyProviders>> }) {
  if (providers.length === 0)
    return <Alert tone="info">You have no connected account. Sign out, then sign in again.</Alert>
  return (
    <Card>
      <CardBody className="grid gap-3">
        {providers.map(({ id, name }) => (
          <Form key={id} action={confirmAtProviderAction} fields={{ provider: id }} className="grid gap-3">
            <SubmitButton variant="secondary">Continue with {name}</SubmitButton>
          </Form>
        ))}
      </CardBody>
    </Card>
  )
}
