import { RoleBadge } from '@/components/role-badge'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import { roleName } from '@/lib/permissions/roles'
import { can, missingFor } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { statusOf, type Invitation, type InvitationStatus } from '@/lib/invitations/schema'
import { whyMailsWait } from '@/lib/mail/outbox'
import { AboveMyRole } from '../above-my-role'
import { InvitationActions } from './invitation-actions'

export const statusNames: Record<InvitationStatus, string> = {
  pending: 'Pending',
  accepted: 'Accepted',
  declined: 'Declined',
  revoked: 'Revoked',
  expired: 'Expired',
}

const tones = {
  pending: 'info',
  accepted: 'success',
  declined: 'neutral',
  revoked: 'neutral',
  expired: 'warning',
} as const

/** `withStatus`: shows the status of each row, unless the filter has set it for all of them. */
type InvitationTableProps = { session: MemberSession; invitations: Invitation[]; withStatus: boolean }

export function InvitationTable({ session, invitations, withStatus }: InvitationTableProps) {
  return (
    <Table label="Invitations">
      <TableHead>
        <tr role="row">
          <TableHeading className="w-full">Email</TableHeading>
          <TableHeading>Role</TableHeading>
          <TableHeading>Sent</TableHeading>
          <TableHeading>Expires</TableHeading>
          <TableHeading>Delivery</TableHeading>
          <TableHeading>
            <span className="sr-only">Actions</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} session={session} invitation={invitation} withStatus={withStatus} />
        ))}
      </TableBody>
    </Table>
  )
}

type InvitationRowProps = { session: MemberSession; invitation: Invitation; withStatus: boolean }

function InvitationRow({ session, invitation, withStatus }: InvitationRowProps) {
  const { email, role, inviter, createdAt, expiresAt, delivery } = invitation
  const status = statusOf(invitation)
  return (
    <TableRow>
      <TableCell className="max-w-0 max-sm:max-w-none">
        <span className="grid w-full min-w-0 gap-0.5">
          <span className="truncate font-medium">{email}</span>
          <span className="text-muted flex min-w-0 items-center gap-2 text-[0.8125rem]">
            {withStatus && <Badge tone={tones[status]}>{statusNames[status]}</Badge>}
            <span className="truncate">by {inviter?.name ?? 'a former member'}</span>
          </span>
        </span>
      </TableCell>
      <TableCell label="Role">
        <RoleBadge name={roleName(role, session.customRoles)} />
      </TableCell>
      <TableCell label="Sent" className="text-muted">
        <RelativeTime date={createdAt} />
      </TableCell>
      <TableCell label={expiresAt > new Date() ? 'Expires' : 'Expired'} className="text-muted">
        {status === 'pending' || status === 'expired' ? <RelativeTime date={expiresAt} /> : '–'}
      </TableCell>
      <TableCell label="Delivery">
        <Delivery delivery={delivery} />
      </TableCell>
      <TableCell>
        <span className="flex w-full items-center justify-end gap-1 max-sm:justify-start">
          <Actions session={session} invitation={invitation} status={status} />
        </span>
      </TableCell>
    </TableRow>
  )
}

type ActionsProps = { session: MemberSession; invitation: Invitation; status: InvitationStatus }

function Actions({ session, invitation, status }: ActionsProps) {
  const open = status === 'pending' || status === 'expired'
  if (!open || !can(session, 'org:invitations:write')) return null
  const above = missingFor(session, invitation.role).length > 0
  return (
    <>
      {above && <AboveMyRole session={session} role={invitation.role} />}
      <InvitationActions invitation={invitation} mayRenew={!above} />
    </>
  )
}

const deliveryTones = { queued: 'info', sent: 'success', failed: 'danger', cancelled: 'neutral' } as const
const deliveryNames = { queued: 'Queued', sent: 'Sent', failed: 'Failed', cancelled: 'Not sent' }

const isKnown = (status: string): status is keyof typeof deliveryTones => Object.hasOwn(deliveryTones, status)

/** The delivery status of the mail. An invitation without a mail was created by copying its link. */
function Delivery({ delivery }: Pick<Invitation, 'delivery'>) {
  if (!delivery) return <Badge>Link copied</Badge>
  const { status, attempts, lastError } = delivery
  const tries = attempts > 1 || status === 'failed' ? `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` : ''
  const reason = (status === 'queued' && whyMailsWait()) || lastError
  const note = status === 'queued' || status === 'failed' ? [tries, reason].filter(Boolean).join(': ') : ''
  return (
    <span className="grid justify-items-start gap-1">
      {isKnown(status) ? <Badge tone={deliveryTones[status]}>{deliveryNames[status]}</Badge> : <Badge>{status}</Badge>}
      {note && <span className="text-muted max-w-40 text-xs text-pretty wrap-anywhere">{note}</span>}
    </span>
  )
}
