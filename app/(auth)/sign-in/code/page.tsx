import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { buttonVariants } from '@/components/ui/button'
import { findCodeRequest } from '@/lib/accounts/code-cookie'
import { codeSchema } from '@/lib/accounts/schema'
import { codeMinutes } from '@/lib/accounts/codes'
import { arrivalPath } from '@/lib/auth/start-page'
import { isMailboxShown } from '@/lib/mail/outbox'
import { findUser, readParams, type SearchParams } from '@/lib/pages'
import { linkClass, Panel } from '../../panel'
import { CodeForm } from '../../code-form'
import { signInByCodeAction } from './actions'

export const metadata: Metadata = { title: 'Enter your code' }

// Opening the mailed link changes nothing, because mail scanners open links, too. Only the button does, and only in the browser
// that asked for the code.
export default async function CodePage({ searchParams }: { searchParams: SearchParams }) {
  const params = await readParams(searchParams)
  const code = codeSchema.safeParse(params.code).data
  const began = await findCodeRequest()
  const user = await findUser()
  if (user) redirect(await arrivalPath(user, began?.returnTo))
  if (!began) return <Elsewhere code={code} />
  return (
    <Panel
      title="Enter your code"
      description={
        <>
          If <strong className="text-ink font-medium">{began.email}</strong> has an account, we’ve sent it a six-digit
          code. It works for {codeMinutes} minutes, in this browser only.
        </>
      }
      footer={
        <>
          No email?{' '}
          <a href="/sign-in" className={linkClass}>
            Request a new code
          </a>
          .
        </>
      }
    >
      <CodeForm action={signInByCodeAction} code={code} callbackUrl={began.returnTo} submit="Sign in" />
      {isMailboxShown() && (
        <a
          href={`/dev/mail?to=${encodeURIComponent(began.email)}`}
          className={buttonVariants({ variant: 'ghost', block: true })}
        >
          Open the mailbox
        </a>
      )}
    </Panel>
  )
}

function Elsewhere({ code }: { code: string | undefined }) {
  return (
    <Panel
      title="Return to the browser you started in"
      description={
        code ? (
          <>
            This browser didn’t ask for the code. Enter <strong className="text-ink font-medium">{code}</strong> in the
            one that did.
          </>
        ) : (
          'This browser didn’t ask for a code, or the code has expired.'
        )
      }
    >
      <a href="/sign-in" className={buttonVariants({ variant: 'secondary', block: true })}>
        Sign in here instead
      </a>
    </Panel>
  )
}
