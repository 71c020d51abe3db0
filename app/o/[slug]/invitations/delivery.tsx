import { Badge } from '@/components/ui/badge'
import type { Invitation } from '@/lib/invitations/schema'
import { whyMailsWait } from '@/lib/mail/outbox'

const tones = { queued: 'info', sent: 'success', failed: 'danger', cancelled: 'neutral' } as const
const words = { queued: 'Queued', sent: 'Sent', failed: 'Failed', cancelled: 'Not sent' }

const isKnown = (status: string): status is keyof typeof tones => Object.hasOwn(tones, status)

/** How the mail of an invitation fares. Without one, somebody copied the link. */
export function Delivery({ delivery }: Pick<Invitation, 'delivery'>) {
  if (!delivery) return <Badge>Link copied</Badge>
  const { status, attempts, lastError } = delivery
  const tries = attempts > 1 || status === 'failed' ? `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` : ''
  const reason = (status === 'queued' && whyMailsWait()) || lastError
  const note = status === 'queued' || status === 'failed' ? [tries, reason].filter(Boolean).join(': ') : ''
  return (
    <span className="grid justify-items-start gap-1">
      {isKnown(status) ? <Badge tone={tones[status]}>{words[status]}</Badge> : <Badge>{status}</Badge>}
      {note && <span className="text-muted max-w-40 text-xs text-pretty wrap-anywhere">{note}</span>}
    </span>
  )
}
