import { RoleBadge } from '@/components/role-badge'
import { Avatar } from '@/components/ui/avatar'
import { RelativeTime } from '@/components/relative-time'
import { roleName } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'
import type { OverviewInvitation, OverviewMember } from '@/lib/organizations/overview'
import { Panel, rowStyle } from './panel'

export function MemberPanel({ session, members }: { session: MemberSession; members: OverviewMember[] }) {
  return (
    <Panel title="Newest members" link={[`/o/${session.org.slug}/members?sort=joined`, 'All members']}>
      <ul className="divide-y">
        {members.map(({ userId, name, imageUrl, role, joinedAt }) => (
          <li key={userId} className={rowStyle}>
            <Avatar name={name} imageUrl={imageUrl} size="sm" />
            <span className="grid min-w-0 grow grid-cols-1">
              <span className="flex min-w-0 gap-1">
                <span className="truncate font-medium">{name}</span>
                {userId === session.userId && <span className="text-muted">(you)</span>}
              </span>
              <span className="text-muted text-[0.8125rem]">
                joined <RelativeTime date={joinedAt} />
              </span>
            </span>
            <RoleBadge name={roleName(role, session.customRoles)} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function InvitationPanel({
  session,
  invitations,
}: {
  session: MemberSession
  invitations: OverviewInvitation[]
}) {
  return (
    <Panel title="Pending invitations" link={[`/o/${session.org.slug}/invitations`, 'All invitations']}>
      <ul className="divide-y">
        {invitations.map(({ id, email, role, expiresAt }) => (
          <li key={id} className={rowStyle}>
            <span className="grid min-w-0 grow grid-cols-1">
              <span className="truncate font-medium">{email}</span>
              <span className="text-muted text-[0.8125rem]">
                expires <RelativeTime date={expiresAt} />
              </span>
            </span>
            <RoleBadge name={roleName(role, session.customRoles)} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
