import { Facts } from '@/components/facts'
import { PageLink } from '@/components/page-link'
import { RoleBadge } from '@/components/role-badge'
import { Avatar } from '@/components/ui/avatar'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/relative-time'
import { getMemberActivity } from '@/lib/audit-log/timeline'
import type { SingleMember } from '@/lib/members/queries'
import type { MemberSession } from '@/lib/pages'
import { can, missingFor } from '@/lib/permissions/grants'
import { roleName } from '@/lib/permissions/roles'
import { RecordActivity } from '../../activity-panel'
import { PermissionHint } from '../../access-denied'
import { whyAboveMyRole } from '../../above-my-role'
import { orgPage } from '../../org-page'

const page = orgPage(
  {
    permission: 'org:members:read',
    load: ({ session, params }) => getMemberActivity(session, params.id!),
    title: ({ member }) => member.name,
    back: ['/members', 'Members'],
  },
  async ({ session, home, data: { member, activity } }) => (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Members', href: `${home}/members` }]} />}
        title={
          <span className="flex items-center gap-3">
            <Avatar name={member.name} imageUrl={member.imageUrl} size="lg" />
            <span className="min-w-0 wrap-anywhere">{member.name}</span>
          </span>
        }
        description={await whyLocked(session, member)}
        actions={mayChange(session, member) && <Actions session={session} member={member} home={home} />}
      />
      <div className="grid gap-6">
        <Card>
          <Facts
            items={[
              ['Email', <span title={member.email}>{member.email}</span>],
              ['Role', <RoleBadge name={roleName(member.role, session.customRoles)} />],
              ['Joined', <RelativeTime date={member.joinedAt} />],
              ['Last active', <RelativeTime date={member.lastActiveAt} />],
            ]}
          />
        </Card>
        <RecordActivity session={session} activity={activity} of={member.userId} />
      </div>
    </div>
  ),
)

export default page
export const { generateMetadata } = page

const mayChange = (session: MemberSession, { role }: SingleMember): boolean =>
  can(session, 'org:members:write') && missingFor(session, role).length === 0

async function whyLocked(session: MemberSession, { role }: SingleMember) {
  if (!can(session, 'org:members:write')) return <PermissionHint session={session} permission="org:members:write" />
  return missingFor(session, role).length > 0 && whyAboveMyRole(session, role)
}

type ActionsProps = { session: MemberSession; member: SingleMember; home: string }

function Actions({ session, member: { userId }, home }: ActionsProps) {
  const path = `${home}/members/${userId}`
  return (
    <>
      <PageLink href={`${path}/role`} className={buttonVariants({ variant: 'secondary' })}>
        Change role
      </PageLink>
      {userId !== session.userId && (
        <PageLink href={`${path}/remove`} className={buttonVariants({ variant: 'quiet-danger' })}>
          Remove
        </PageLink>
      )}
    </>
  )
}
