import { connectAction } from '@/app/(auth)/sign-in/provider-actions'
import { ConfirmButton } from '@/components/confirm-button'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Connection } from '@/lib/accounts/connection-schema'
import { listProviders } from '@/lib/auth/providers'
import { removeConnectionAction } from './connection-actions'

const answers = new Map([
  ['conflict', 'That account is already connected to another account here. Remove it there first.'],
  ['rate_limited', 'You’ve reached the limit of connected accounts. Remove one first.'],
  ['email_unverified', 'Verify your email address first.'],
  ['unauthenticated', 'You were signed out in the meantime. Try again.'],
])

/** `answer`: what came of connecting one, by the address of the page. */
export function ConnectionsCard({ connections, answer }: { connections: Connection[]; answer: string | undefined }) {
  const providers = listProviders()
  if (providers.length === 0 && connections.length === 0) return null
  return (
    <Card id="connections" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Connected accounts</CardTitle>
        <CardDescription>Accounts you can sign in with. We email you when one is added or removed.</CardDescription>
      </CardHeader>
      <CardBody className="grid gap-5">
        {answer === 'done' && <Alert tone="success">The account is connected. You can sign in with it.</Alert>}
        {answer && answer !== 'done' && (
          <Alert tone="danger">{answers.get(answer) ?? 'We couldn’t connect the account. Try again.'}</Alert>
        )}
        {connections.length > 0 && (
          <ul className="divide-y rounded-lg border">
            {connections.map((connection) => (
              <ConnectionRow key={connection.id} {...connection} />
            ))}
          </ul>
        )}
        {providers.length > 0 && (
          <div className="flex flex-wrap gap-3">
            {providers.map(({ id, name }) => (
              <Form key={id} action={connectAction} fields={{ provider: id }} className="grid gap-3">
                <SubmitButton variant="secondary">Connect {name}</SubmitButton>
              </Form>
            ))}
          </div>
        )}
      </CardBody>
    </Card>
  )
}

function ConnectionRow({ id, provider, email, createdAt, lastUsedAt }: Connection) {
  return (
    <li className="flex flex-wrap items-center gap-3.5 px-4 py-3">
      <div className="grid min-w-0 grow basis-52 gap-0.5">
        <span className="font-medium wrap-anywhere">{provider}</span>
        <span className="text-muted text-[0.8125rem] text-pretty wrap-anywhere">
          {email && `${email} · `}connected <RelativeTime date={createdAt} /> · last used{' '}
          <RelativeTime date={lastUsedAt} />
        </span>
      </div>
      <ConfirmButton
        action={removeConnectionAction}
        fields={{ id }}
        trigger={
          <>
            Remove<span className="sr-only"> {provider}</span>
          </>
        }
        size="sm"
        title={`Remove ${provider}?`}
        submit="Remove"
      >
        You’ll no longer be able to sign in with it. Your account there stays as it is.
      </ConfirmButton>
    </li>
  )
}
