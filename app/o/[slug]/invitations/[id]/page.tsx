import { Facts } from '@/components/facts'
import { PageLink } from '@/components/page-link'
import { RoleBadge } from '@/components/role-badge'
import { Badge } from '@/components/ui/badge'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/relative-time'
import { getInvitation } from '@/lib/invitations/queries'
import { statusOf, type Invitation } from '@/lib/invitations/schema'
import type { MemberSession } from '@/lib/pages'
import { can, missingFor } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { PermissionHint } from '../../access-denied'
import { whyAboveMyRole } from '../../above-my-role'
import { orgPage } from '../../org-page'
import { actionsFor, deliveryOf, isOpen, statusNames, statusTones } from '../status'

const page = orgPage(
  {
    permission: 'org:invitations:read',
    load: ({ session, params }) => getInvitation(session, params.id!),
    title: ({ email }) => email,
    back: ['/invitations', 'Invitations'],
  },
  async ({ session, home, data: invitation }) => (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Invitations', href: `${home}/invitations` }]} />}
        title={<span className="wrap-anywhere">{invitation.email}</span>}
        description={await whyLocked(session, invitation)}
        actions={<Actions session={session} invitation={invitation} path={`${home}/invitations/${invitation.id}`} />}
      />
      <Card>
        <Facts items={factsOf(session, invitation)} />
      </Card>
    </div>
  ),
)

export default page
export const { generateMetadata } = page

function factsOf(session: MemberSession, invitation: Invitation): React.ComponentProps<typeof Facts>['items'] {
  const { role, inviter, createdAt, expiresAt } = invitation
  const status = statusOf(invitation)
  const { badge, tone, detail } = deliveryOf(invitation)
  return [
    ['Status', <Badge tone={statusTones[status]}>{statusNames[status]}</Badge>],
    ['Role', <RoleBadge name={roleName(role, session.customRoles)} />],
    ['Invited by', inviter?.name ?? 'Former member'],
    ['Sent', <RelativeTime date={createdAt} />],
    [status === 'expired' ? 'Expired' : 'Expires', isOpen(invitation) ? <RelativeTime date={expiresAt} /> : '–'],
    ['Delivery', <Badge tone={tone}>{badge}</Badge>],
    ...(detail ? [['Reason', <span className="whitespace-normal">{detail}</span>] as const] : []),
  ]
}

async function whyLocked(session: MemberSession, invitation: Invitation) {
  if (!isOpen(invitation)) return undefined
  if (!can(session, 'org:invitations:write'))
    return <PermissionHint session={session} permission="org:invitations:write" />
  return missingFor(session, invitation.role).length > 0 && whyAboveMyRole(session, invitation.role)
}

const labels = { resend: 'Resend', link: 'Copy link', revoke: 'Revoke' }

function Actions({ session, invitation, path }: { session: MemberSession; invitation: Invitation; path: string }) {
  return actionsFor(session, invitation).map((action) => (
    <PageLink
      key={action}
      href={`${path}/${action}`}
      className={buttonVariants({ variant: action === 'revoke' ? 'quiet-danger' : 'secondary' })}
    >
      {labels[action]}
    </PageLink>
  ))
}
