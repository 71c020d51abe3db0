import { PageHeader } from '@/components/ui/page-header'
import { RoleBadge } from '@/components/role-badge'
import { actingRole } from '@/lib/permissions/roles'
import { can } from '@/lib/permissions/grants'
import { type MemberEntry, requireOrg } from '@/lib/pages'
import { getOverview, type Overview } from '@/lib/organizations/overview'
import { ActivityPanel } from './activity-panel'
import { FirstSteps, isBeginning, isBrandNew } from './first-steps'
import { MayNot } from './why-not'
import { MyRole } from './my-role'
import { Numbers } from './numbers'
import { InvitationPanel, MemberPanel } from './people-panel'
import { ProjectPanel } from './project-panel'
import { QuickActions } from './quick-actions'
import { TokenCard } from './token-card'
import { TransferOffer } from './transfer-offer'

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const entry = await requireOrg(params)
  if (!can(entry, 'org:read'))
    return (
      <>
        <TransferOffer entry={entry} />
        <MayNot entry={entry} title={entry.org.name} permission="org:read" back={null} />
      </>
    )
  const overview = await getOverview(entry)
  return (
    <>
      <TransferOffer entry={entry} />
      <PageHeader
        title={<span className="wrap-anywhere">{entry.org.name}</span>}
        description={
          <span className="inline-flex flex-wrap items-center gap-2">
            You work here as <RoleBadge name={actingRole(entry)} />
          </span>
        }
        actions={!isBeginning(overview) && <QuickActions entry={entry} />}
      />
      <div className="grid grid-cols-1 gap-6">
        <FirstSteps entry={entry} overview={overview} />
        {!isBrandNew(overview) && <Numbers items={numbersOf(entry, overview)} />}
        <Parts entry={entry} overview={overview} />
        <TokenCard slug={entry.org.slug} />
        <MyRole entry={entry} />
      </div>
    </>
  )
}

function numbersOf({ org }: MemberEntry, { members, invitations, projects }: Overview) {
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

type PartsProps = { entry: MemberEntry; overview: Overview }

// Whoever may not read the audit log begins with their own work instead; a part with nothing in it is left out.
function Parts({ entry, overview: { members, invitations, projects } }: PartsProps) {
  const audits = can(entry, 'org:audit:read')
  const mine = projects?.mine ?? []
  const newest = projects?.newest ?? []
  return (
    <div className="grid grid-cols-1 items-start gap-6 empty:hidden lg:has-[>:nth-child(2):not(:empty)]:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 grid-cols-1 gap-6 empty:hidden">
        {audits && <ActivityPanel entry={entry} />}
        {!audits && mine.length > 0 && (
          <ProjectPanel entry={entry} title="Your projects" projects={mine} time="updatedAt" />
        )}
        {!audits && newest.length > 0 && (
          <ProjectPanel entry={entry} title="Newest projects" projects={newest} time="createdAt" withCreator />
        )}
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-6 empty:hidden">
        {audits && newest.length > 0 && (
          <ProjectPanel entry={entry} title="Newest projects" projects={newest} time="createdAt" />
        )}
        {invitations && invitations.count > 0 && <InvitationPanel entry={entry} invitations={invitations.soonest} />}
        {members && members.count > 1 && (members.joined > 0 || !audits) && (
          <MemberPanel entry={entry} members={members.newest} />
        )}
      </div>
    </div>
  )
}
