import type { Metadata } from 'next'
import { findCodeRequest } from '@/lib/accounts/code-cookie'
import { readParams, type SearchParams } from '@/lib/pages'
import { withReturn } from '../../urls'
import { CheckInbox } from '../../check-inbox'
import { CodeForm } from '../../code-form'
import { linkClass } from '../../panel'
import { signInByCodeAction } from '../../sign-in/code/actions'
import { recallAddress } from '../../typed-address'

export const metadata: Metadata = { title: 'Check your inbox' }

export default async function CheckInboxPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl } = await readParams(searchParams)
  const began = await findCodeRequest()
  return (
    <CheckInbox
      address={await recallAddress()}
      sentence="We sent a code and a link to verify your email address to"
      footer={
        <>
          Verified?{' '}
          <a href={withReturn('/sign-in', callbackUrl)} className={linkClass}>
            Sign in
          </a>
          . No email, or a wrong address?{' '}
          <a href={withReturn('/sign-up', callbackUrl)} className={linkClass}>
            Sign up again
          </a>
          .
        </>
      }
    >
      {began && (
        <CodeForm action={signInByCodeAction} code={undefined} callbackUrl={began.returnTo} submit="Verify email" />
      )}
    </CheckInbox>
  )
}
