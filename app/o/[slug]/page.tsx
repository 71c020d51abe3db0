import { PageHeader } from '@/components/ui/page-header'
import { RoleBadge } from '@/components/role-badge'
import { actingRole } from '@/lib/permissions/roles'
import { can } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg } from '@/lib/pages'
import { getOverview, type Overview } from '@/lib/organizations/overview'
import { ActivityPanel } from './activity-panel'
import { FirstSteps, isBeginning, isBrandNew } from './first-steps'
import { AccessDenied } from './access-denied'
import { MyRole } from './my-role'
import { Numbers } from './numbers'
import { InvitationPanel, MemberPanel } from './people-panel'
import { ProjectPanel } from './project-panel'
import { QuickActions } from './quick-actions'
import { TokenCard } from './token-card'
import { TransferOffer } from './transfer-offer'

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const session = await requireOrg(params)
  if (!can(session, 'org:read'))
    return (
      <>
        <TransferOffer session={session} />
        <AccessDenied session={session} title={session.org.name} permission="org:read" back={null} />
      </>
    )
  const overview = await getOverview(session)
  return (
    <>
      <TransferOffer session={session} />
      <PageHeader
        title={<span className="wrap-anywhere">{session.org.name}</span>}
        description={
          <span className="inline-flex flex-wrap items-center gap-2">
            You work here as <RoleBadge name={actingRole(session)} />
          </span>
        }
        actions={!isBeginning(overview) && <QuickActions session={session} />}
      />
      <div className="grid grid-cols-1 gap-6">
        <FirstSteps session={session} overview={overview} />
        {!isBrandNew(overview) && <Numbers items={numbersOf(session, overview)} />}
        <Parts session={session} overview={overview} />
        <TokenCard slug={session.org.slug} />
        <MyRole session={session} />
      </div>
    </>
  )
}

function numbersOf({ org }: MemberSession, { members, invitations, projects }: Overview) {
  const base = `/o/${org.slug}`
  // Of something that is all new, the number itself says it.
  const lately = (count: number | undefined, all: number | undefined) =>
    !!count && count < all! && `+${count} in 30 days`
  return [
    { label: 'Members', value: members?.count, note: lately(members?.joined, members?.count), href: `${base}/members` },
    { label: 'Pending invitations', value: invitations?.count, href: `${base}/invitations` },
    {
      label: 'Projects',
      value: projects?.active,
      note: lately(projects?.created, projects?.active),
      href: `${base}/projects`,
    },
    { label: 'Archived', value: projects?.archived, href: `${base}/projects?status=archived` },
  ]
}

type PartsProps = { session: MemberSession; overview: Overview }

// Whoever may not read the audit log begins with their own work instead; a part with nothing in it is left out.
function Parts({ session, overview: { members, invitations, projects } }: PartsProps) {
  const audits = can(session, 'org:audit:read')
  const mine = projects?.mine ?? []
  const newest = projects?.newest ?? []
  return (
    <div className="grid grid-cols-1 items-start gap-6 empty:hidden lg:has-[>:nth-child(2):not(:empty)]:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 grid-cols-1 gap-6 empty:hidden">
        {audits && <ActivityPanel session={session} />}
        {!audits && mine.length > 0 && (
          <ProjectPanel session={session} title="Your projects" projects={mine} time="updatedAt" />
        )}
        {!audits && newest.length > 0 && (
          <ProjectPanel session={session} title="Newest projects" projects={newest} time="createdAt" withCreator />
        )}
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-6 empty:hidden">
        {audits && newest.length > 0 && (
          <ProjectPanel session={session} title="Newest projects" projects={newest} time="createdAt" />
        )}
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
