import type { Metadata } from 'next'
import { CheckInbox } from '../../check-inbox'
import { linkClass } from '../../panel'
import { recallAddress } from '../../typed-address'

export const metadata: Metadata = { title: 'Check your inbox' }

export default async function CheckInboxPage() {
  return (
    <CheckInbox
      address={await recallAddress()}
      sentence="If this address has an account, we’ve sent a link to choose a new password to"
      footer={
        <>
          Didn’t get it?{' '}
          <a href="/forgot-password" className={linkClass}>
            Send a new link
          </a>
        </>
      }
    />
  )
}
