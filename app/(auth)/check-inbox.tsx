import type { ReactNode } from 'react'
import { buttonVariants } from '@/components/ui/button'
import { hasNoServer, isMailboxShown } from '@/lib/mail/outbox'
import { Panel } from './panel'

type CheckInboxProps = { address: string | undefined; sentence: ReactNode; footer: ReactNode; children?: ReactNode }

/** The text is the same whether the address has an account or not, so that the page does not reveal it. */
export function CheckInbox({ address, sentence, footer, children }: CheckInboxProps) {
  const cannotSend = hasNoServer() ? 'This server cannot send emails yet. Its operator can give you the link.' : null
  const to = address ? `?to=${encodeURIComponent(address)}` : ''
  return (
    <Panel
      title="Check your inbox"
      description={
        cannotSend ?? (
          <>
            {sentence} <strong className="text-ink font-medium">{address ?? 'your address'}</strong>. It can take a
            minute; look in the spam folder, too.
          </>
        )
      }
      footer={footer}
    >
      {children}
      {isMailboxShown() && (
        <a href={`/dev/mail${to}`} className={buttonVariants({ variant: 'secondary', block: true })}>
          Open the mailbox
        </a>
      )}
    </Panel>
  )
}
