import type { Metadata } from 'next'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'
import { canUndoEmailChange } from '@/lib/accounts/email-change'
import { undoDays } from '@/lib/accounts/email-links'
import { tokenSchema } from '@/lib/accounts/schema'
import { readParams, type SearchParams } from '@/lib/pages'
import { Panel } from '../panel'
import { undoEmailChangeAction } from './actions'

export const metadata: Metadata = { title: 'Restore your email address' }

// Opening the link changes nothing, because mail scanners open links, too. Only the button does.
export default async function UndoEmailChangePage({ searchParams }: { searchParams: SearchParams }) {
  const { token = '' } = await readParams(searchParams)
  const isComplete = tokenSchema.safeParse({ token }).success
  if (isComplete && !(await canUndoEmailChange(token))) return <Ended />
  return (
    <Panel
      title="Restore your email address"
      description="Your account goes back to this address, and you’re signed out everywhere. Then you choose a new password."
      footer={`The link works once, for ${undoDays} days. If you changed the address yourself, close this page.`}
    >
      {isComplete ? (
        <Form action={undoEmailChangeAction}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton block>Undo the change</SubmitButton>
        </Form>
      ) : (
        <Alert tone="danger">This link is incomplete. Copy the whole link from the email.</Alert>
      )}
    </Panel>
  )
}

/** For a link that was used or has expired. */
function Ended() {
  return (
    <Panel
      title="Restore your email address"
      description={`The link in the email works once, for ${undoDays} days after the change.`}
    >
      <Alert tone="info">This link has been used or has expired.</Alert>
      <a href="/sign-in" className={buttonVariants({ block: true })}>
        Sign in
      </a>
    </Panel>
  )
}
