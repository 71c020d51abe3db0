import { PageHeader } from '@/components/ui/page-header'
import { RoleBadge } from '@/components/role-badge'
import { actingRole, can } from '@/lib/auth/permissions'
import { requireOrg } from '@/lib/auth/require'
import { getOverview } from '@/lib/overview'
import { MayNot } from './why-not'
import { MyRole } from './my-role'
import { NewestProjects } from './newest-projects'
import { Numbers } from './numbers'
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
  const { members, projects } = await getOverview(entry)
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
      />
      <div className="grid grid-cols-1 gap-6">
        <Numbers
          items={[
            { label: 'Members', value: members, href: `/o/${entry.org.slug}/members` },
            { label: 'Projects', value: projects?.active ?? null, href: `/o/${entry.org.slug}/projects` },
            {
              label: 'Archived',
              value: projects?.archived ?? null,
              href: `/o/${entry.org.slug}/projects?status=archived`,
            },
          ]}
        />
        {projects && <NewestProjects entry={entry} projects={projects.newest} />}
        <TokenCard slug={entry.org.slug} />
        <MyRole entry={entry} />
      </div>
    </>
  )
}
