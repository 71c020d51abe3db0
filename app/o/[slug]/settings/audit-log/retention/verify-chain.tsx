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
          <CardTitle>Tamper-evident log</CardTitle>
          <CardDescription className="max-w-prose">
            Each event contains a hash of the one before, so verification finds events that were changed, removed, moved
            or inserted. To notice events missing at the end, compare the log with an export.
          </CardDescription>
        </div>
        <SubmitButton variant="secondary">Verify the log</SubmitButton>
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
