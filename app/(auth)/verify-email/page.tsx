import type { Metadata } from 'next'
import { PasswordField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'
import { Toaster } from '@/components/ui/toaster'
import { currentContext, findUser, readParams, type SearchParams } from '@/lib/pages'
import { findCodeRequest } from '@/lib/accounts/code-cookie'
import { tokenSchema } from '@/lib/accounts/schema'
import { previewLink } from '@/lib/accounts/verification'
import { linkClass, Panel } from '../panel'
import { resendVerificationAction, verifyEmailAction } from './actions'

const isComplete = (token: string): boolean => tokenSchema.safeParse({ token }).success

export const metadata: Metadata = { title: 'Verify your email address' }

// Opening the link changes nothing, because mail scanners open links, too. Only the button does.
export default async function VerifyEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const { token = '' } = await readParams(searchParams)
  const signedIn = await findUser()
  const link = isComplete(token) ? await previewLink(token, await currentContext(), await findCodeRequest()) : null
  if (!link && isComplete(token) && signedIn?.user.emailVerified) return <Verified {...signedIn.user} />
  return (
    <Panel
      title="Verify your email address"
      description={
        link?.isChange
          ? 'This proves that the address is yours. From then on you sign in with it.'
          : 'This proves that the address is yours. Then you can create and join organizations.'
      }
    >
      {link && (
        <Form action={verifyEmailAction}>
          <input type="hidden" name="token" value={token} />
          {link.asksPassword && <AccountPassword isChange={link.isChange} />}
          <SubmitButton block>Verify email</SubmitButton>
        </Form>
      )}
      {!link && isComplete(token) && <Alert tone="info">This link has been used or has expired.</Alert>}
      {!isComplete(token) && <Alert tone="danger">This link is incomplete. Copy the whole link from the email.</Alert>}
      <div className="text-muted grid gap-3 border-t pt-5">
        {signedIn && !signedIn.user.emailVerified ? <Another {...signedIn.user} /> : <Stranger />}
      </div>
      <Toaster />
    </Panel>
  )
}

function AccountPassword({ isChange }: { isChange: boolean }) {
  const [hint, otherwise] = isChange
    ? ['The password of the account whose address changes. This browser isn’t signed in to it.', 'ask for this']
    : ['The password you chose when you signed up. This browser isn’t signed in with it.', 'sign up']
  return (
    <>
      <PasswordField name="password" label="Password" autoComplete="current-password" hint={hint} />
      <p className="text-muted text-[0.8125rem] text-pretty">
        If you did not {otherwise}, someone else entered your address. Close this page, and nothing happens.
      </p>
    </>
  )
}

function Stranger() {
  return (
    <p>
      The link works once, for a day. For a new one,{' '}
      <a href="/sign-in" className={linkClass}>
        sign in
      </a>
      .
    </p>
  )
}

/** For a link that was used, perhaps in another tab, or has expired. It names the address: the link may have been for another one. */
function Verified({ email }: { email: string }) {
  return (
    <Panel
      title="Your email address is verified"
      description={`This link has been used or has expired. You are signed in as ${email}, and that address is verified.`}
    >
      <a href="/organizations" className={buttonVariants({ block: true })}>
        Continue
      </a>
      <Toaster />
    </Panel>
  )
}

function Another({ email }: { email: string }) {
  return (
    <>
      <p className="break-words">The link works once, for a day. A newer one goes to {email}.</p>
      <Form action={resendVerificationAction}>
        <SubmitButton variant="secondary" block>
          Send a new link
        </SubmitButton>
      </Form>
    </>
  )
}
