import { resendVerificationAction } from '@/app/(auth)/verify-email/actions'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'

/** Says that an unverified person can neither create nor join an organization, with a button for a new link. */
export function Unverified({ email }: { email: string }) {
  return (
    <Alert tone="warning" title="Verify your email address" className="mb-6">
      <p className="break-words">We sent a link to {email}. Open it to create or join an organization.</p>
      <Form action={resendVerificationAction} className="mt-3 grid gap-3">
        <SubmitButton variant="secondary" size="sm">
          Send a new link
        </SubmitButton>
      </Form>
    </Alert>
  )
}
