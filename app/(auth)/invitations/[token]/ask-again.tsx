'use client'

import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { Alert } from '@/components/ui/alert'

/** The button is replaced by the answer, because a second request would change nothing. */
export function AskAgain() {
  const { status } = useFormContext()
  if (status === 'success') return <Alert tone="success">We’ll email you when there is a new invitation.</Alert>
  return <SubmitButton block>Request a new invitation</SubmitButton>
}
