'use client'

import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { useFormContext } from '@/components/form-context'
import { Alert } from '@/components/ui/alert'
import { CardDescription, CardTitle } from '@/components/ui/card'
import { verifyChainAction } from '../actions'

/** Checks the whole chain. The result stays on the page instead of disappearing like a toast. */
export function VerifyChain() {
  return (
    <Form action={verifyChainAction} className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-64 gap-1">
          <CardTitle>Nothing in it can be edited</CardTitle>
          <CardDescription className="max-w-prose">
            Every event carries the fingerprint of the one before. Verifying finds any that was changed, removed, moved
            or slipped in. Events cut off at the end cannot be seen from inside: keep an export to compare.
          </CardDescription>
        </div>
        <SubmitButton variant="secondary">Verify the chain</SubmitButton>
      </div>
      <Result />
    </Form>
  )
}

function Result() {
  const { values } = useFormContext()
  if (!values?.result) return null
  return (
    <Alert tone={values.verdict === 'broken' ? 'danger' : 'success'} role="status">
      {values.result}
    </Alert>
  )
}
