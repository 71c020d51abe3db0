// The words and tones of an invitation's status and of the delivery of its mail.
import { statusOf, type Invitation, type InvitationStatus } from '@/lib/invitations/schema'
import { whyMailsWait } from '@/lib/mail/outbox'
import type { MemberSession } from '@/lib/pages'
import { can, missingFor } from '@/lib/permissions/grants'

export const statusNames: Record<InvitationStatus, string> = {
  pending: 'Pending',
  accepted: 'Accepted',
  declined: 'Declined',
  revoked: 'Revoked',
  expired: 'Expired',
}

export const statusTones = {
  pending: 'info',
  accepted: 'success',
  declined: 'neutral',
  revoked: 'neutral',
  expired: 'warning',
} as const

const deliveries = {
  queued: { badge: 'Queued', tone: 'info' },
  sent: { badge: 'Sent', tone: 'success' },
  failed: { badge: 'Failed', tone: 'danger' },
  canceled: { badge: 'Not sent', tone: 'neutral' },
} as const

const isKnown = (status: string): status is keyof typeof deliveries => Object.hasOwn(deliveries, status)

type Delivery = { badge: string; tone?: (typeof deliveries)[keyof typeof deliveries]['tone']; detail?: string }

/** The delivery of the mail, as a badge with a reason. An invitation without a mail was created by copying its link. */
export function deliveryOf({ delivery }: Pick<Invitation, 'delivery'>): Delivery {
  if (!delivery) return { badge: 'Link copied' }
  const { status, attempts, lastError } = delivery
  const tries = attempts > 1 || status === 'failed' ? `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` : ''
  const reason = (status === 'queued' && whyMailsWait()) || lastError
  const detail = status === 'queued' || status === 'failed' ? [tries, reason].filter(Boolean).join(': ') : ''
  return { ...(isKnown(status) ? deliveries[status] : { badge: status }), ...(detail && { detail }) }
}

/** Whether the invitation can still be accepted, or renewed. */
export const isOpen = (invitation: Invitation): boolean => ['pending', 'expired'].includes(statusOf(invitation))

/** What the viewer may do with it. A new link offers the role again, so it takes more than revoking. */
export function actionsFor(session: MemberSession, invitation: Invitation): ('resend' | 'link' | 'revoke')[] {
  if (!isOpen(invitation) || !can(session, 'org:invitations:write')) return []
  return missingFor(session, invitation.role).length > 0 ? ['revoke'] : ['resend', 'link', 'revoke']
}
