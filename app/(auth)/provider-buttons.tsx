import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { listProviders } from '@/lib/auth/providers'
import { continueWithAction } from './sign-in/provider-actions'

/** A button for each identity provider that is set up, above the form with a password. */
export function ProviderButtons({ callbackUrl }: { callbackUrl: string | undefined }) {
  const providers = listProviders()
  if (providers.length === 0) return null
  return (
    <div className="grid gap-3">
      {providers.map(({ id, name }) => (
        <Form
          key={id}
          action={continueWithAction}
          fields={{ provider: id, ...(callbackUrl && { callbackUrl }) }}
          className="grid gap-3"
        >
          <SubmitButton variant="secondary" block>
            Continue with {name}
          </SubmitButton>
        </Form>
      ))}
      <p className="text-muted before:bg-line after:bg-line mt-3 flex items-center gap-3 text-[0.8125rem] before:h-px before:grow after:h-px after:grow">
        or
      </p>
    </div>
  )
}
