import { DataTable } from '@/components/data-table'
import type { Row, RowAction } from '@/components/table-rows'
import { timeText } from '@/components/relative-time'
import { statusOf, type Invitation } from '@/lib/invitations/schema'
import type { MemberSession } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { revokeInvitationAction } from './actions'
import { actionsFor, deliveryOf, isOpen, statusNames, statusTones } from './status'

const columns = [
  { key: 'email', label: 'Email' },
  { key: 'status', label: 'Status' },
  { key: 'role', label: 'Role' },
  { key: 'sent', label: 'Sent', phone: 'hidden', low: true },
  { key: 'expires', label: 'Expires', phone: 'Expires' },
  { key: 'delivery', label: 'Delivery' },
] as const

const actionsIn = (withStatus: boolean): Record<string, RowAction> => ({
  resend: { label: 'Resend' },
  link: { label: 'Copy link' },
  revoke: { label: 'Revoke', danger: true },
  revoke_now: {
    label: 'Revoke',
    danger: true,
    now: withStatus ? { cells: { status: { badge: statusNames.revoked, tone: statusTones.revoked } } } : {},
  },
})

/** `withStatus`: shows the status of each row, unless the filter has set it for all of them. */
type InvitationListProps = { session: MemberSession; invitations: Invitation[]; withStatus: boolean }

export function InvitationList({ session, invitations, withStatus }: InvitationListProps) {
  const path = `/o/${session.org.slug}/invitations`
  return (
    <DataTable
      label="Invitations"
      columns={columns.filter(({ key }) => key !== 'status' || withStatus)}
      rows={invitations.map((invitation) => toRow(session, invitation))}
      path={path}
      {...(can(session, 'org:invitations:write') && {
        actions: actionsIn(withStatus),
        immediate: { revoke_now: revokeInvitationAction },
      })}
    />
  )
}

function toRow(session: MemberSession, invitation: Invitation): Row {
  const { id, email, role, inviter, createdAt, expiresAt } = invitation
  const status = statusOf(invitation)
  return {
    id,
    cells: {
      email: { title: email, detail: `by ${inviter?.name ?? 'a former member'}` },
      status: { badge: statusNames[status], tone: statusTones[status] },
      role: { badge: roleName(role, session.customRoles) },
      sent: timeText(createdAt),
      expires: isOpen(invitation) ? timeText(expiresAt) : null,
      delivery: deliveryOf(invitation),
    },
    actions: rowActions(session, invitation),
  }
}

// Revoking asks for a confirmation only if the viewer could neither undo it nor invite again.
function rowActions(session: MemberSession, invitation: Invitation): string[] {
  const actions = actionsFor(session, invitation)
  return actions.includes('resend') ? actions.map((each) => (each === 'revoke' ? 'revoke_now' : each)) : actions
}
