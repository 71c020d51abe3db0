import type { Metadata } from 'next'
import { CheckInbox } from '../../check-inbox'
import { linkClass } from '../../panel'
import { recallAddress } from '../../typed-address'

export const metadata: Metadata = { title: 'Check your inbox' }

export default async function CheckInboxPage() {
  return (
    <CheckInbox
      address={await recallAddress()}
      sentence="If there is an account for it, a link to choose a new password is on its way to"
      footer={
        <>
          Nothing came?{' '}
          <a href="/forgot-password" className={linkClass}>
            Send another link
          </a>
        </>
      }
    />
  )
}
