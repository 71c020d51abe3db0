import { PageHeader } from '@/components/ui/page-header'
import { RoleBadge } from '@/components/role-badge'
import { actingRole } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'
import { resources, type Resource } from '@/lib/resources'
import { getOverview, type Overview } from '@/lib/organizations/overview'
import { ActivityPanel } from './activity-panel'
import { prepareHints } from './approvers'
import { FirstSteps, hasOpenSteps, isBrandNew } from './first-steps'
import { MyRole } from './my-role'
import { orgPage } from './org-page'
import { Numbers } from './numbers'
import { InvitationPanel, MemberPanel } from './people-panel'
import { ResourcePanel } from './resource-panel'
import { QuickActions } from './quick-actions'
import { TokenCard } from './token-card'
import { prepareOffer, TransferOffer } from './transfer-offer'
import { WelcomeCard } from './welcome-card'

const page = orgPage(
  {
    permission: 'org:read',
    load: ({ session }) => {
      prepareHints(session, ['org:invitations:write', ...resources.map(({ permissions }) => permissions.write)])
      prepareOffer(session)
      return getOverview(session)
    },
    title: 'Overview',
    notice: (session) => <TransferOffer session={session} />,
    back: null,
  },
  ({ session, home, data: overview }) => (
    <>
      <PageHeader
        title={<span className="wrap-anywhere">{session.org.name}</span>}
        description={
          <span className="inline-flex flex-wrap items-center gap-2">
            Your role: <RoleBadge name={actingRole(session)} />
          </span>
        }
        actions={!hasOpenSteps(session, overview) && <QuickActions session={session} />}
      />
      <div className="grid grid-cols-1 gap-6">
        {overview.start.welcome && <WelcomeCard session={session} welcome={overview.start.welcome} />}
        <FirstSteps session={session} overview={overview} />
        {!isBrandNew(overview) && <Numbers items={numbersOf(home, overview)} />}
        <Parts session={session} home={home} overview={overview} />
        <TokenCard slug={session.org.slug} />
        <MyRole session={session} />
      </div>
    </>
  ),
)

// The layout sets the title of the tab; its template applies only to the pages below.
export default page

function numbersOf(home: string, { members, invitations, resources: parts }: Overview) {
  // If all records are new, the number alone is enough.
  const lately = (count: number | undefined, all: number | undefined) =>
    !!count && count < all! && `+${count} in 30 days`
  return [
    {
      label: 'Members',
      value: members?.count,
      isAtLeast: members?.isAtLeast,
      note: lately(members?.joined, members?.count),
      href: `${home}/members`,
    },
    {
      label: 'Pending invitations',
      value: invitations?.count,
      isAtLeast: invitations?.isAtLeast,
      href: `${home}/invitations`,
    },
    ...parts.map(({ path, active, created, isAtLeast }) => ({
      label: resourceAt(path).label,
      value: active,
      isAtLeast,
      note: lately(created, active),
      href: `${home}/${path}`,
    })),
    ...parts
      .filter((part) => part.archived !== null)
      .map(({ path, archived, isAtLeast }) => ({
        label: parts.length > 1 ? `Archived ${resourceAt(path).label.toLowerCase()}` : 'Archived',
        value: archived!,
        isAtLeast,
        href: `${home}/${path}?status=archived`,
      })),
  ]
}

const resourceAt = (path: string): Resource => resources.find((resource) => resource.path === path)!

type PartsProps = { session: MemberSession; home: string; overview: Overview }

// Members who may not read the audit log see their own records instead. Empty parts are left out.
function Parts({ session, home, overview: { members, invitations, resources: parts, activity } }: PartsProps) {
  const audits = activity !== null
  const panels = parts.map(({ path, newest, mine }) => {
    const resource = resourceAt(path)
    const name = resource.label.toLowerCase()
    return {
      mine: mine.length > 0 && (
        <ResourcePanel
          key={path}
          home={home}
          resource={resource}
          title={`Your ${name}`}
          records={mine}
          time="updatedAt"
        />
      ),
      newest: newest.length > 0 && (
        <ResourcePanel
          key={path}
          home={home}
          resource={resource}
          title={`Newest ${name}`}
          records={newest}
          time="createdAt"
          withCreator={!audits}
        />
      ),
    }
  })
  return (
    <div className="grid grid-cols-1 items-start gap-6 empty:hidden lg:has-[>:nth-child(2):not(:empty)]:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 grid-cols-1 gap-6 empty:hidden">
        {audits ? (
          <ActivityPanel session={session} activity={activity} />
        ) : (
          <>
            {panels.map(({ mine }) => mine)}
            {panels.map(({ newest }) => newest)}
          </>
        )}
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-6 empty:hidden">
        {audits && panels.map(({ newest }) => newest)}
        {invitations && invitations.count > 0 && (
          <InvitationPanel session={session} invitations={invitations.soonest} />
        )}
        {members && members.count > 1 && (members.joined > 0 || !audits) && (
          <MemberPanel session={session} members={members.newest} />
        )}
      </div>
    </div>
  )
}
