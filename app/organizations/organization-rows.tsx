import { Icon } from '@/components/icon'
import { PageLink } from '@/components/page-link'
import { exactTime } from '@/components/relative-time'
import { RoleBadge } from '@/components/role-badge'
import { OrgTile } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import type { MyOrganization } from '@/lib/organizations/schema'

export function OrganizationRows({ organizations }: { organizations: MyOrganization[] }) {
  return (
    <Card className="overflow-hidden">
      <ul className="divide-y">
        {organizations.map((organization) => (
          <li key={organization.id}>
            <Row {...organization} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

// Not prefetched, because opening a page of an organization makes it the session's active one.
function Row({ id, slug, name, logoUrl, roleName, joinedAt, isActive }: MyOrganization) {
  return (
    <PageLink
      href={`/o/${slug}`}
      className="group hover:bg-hover flex items-center gap-3.5 px-4 py-3.5 -outline-offset-2 transition-colors sm:px-5"
    >
      <OrgTile id={id} name={name} logoUrl={logoUrl} size="lg" />
      <span className="grid min-w-0 grow gap-0.5">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate text-[0.9375rem] font-semibold tracking-tight">{name}</span>
          {isActive && (
            <span className="text-muted inline-flex shrink-0 items-center gap-1.5 text-xs">
              <span aria-hidden className="bg-accent size-1.5 rounded-full" />
              last used
            </span>
          )}
        </span>
        <span className="text-muted truncate text-[0.8125rem]">
          /o/{slug} · member since {exactTime(joinedAt, 'day')}
        </span>
      </span>
      <RoleBadge name={roleName} />
      <Icon name="forward" className="text-muted size-4 transition-transform group-hover:translate-x-0.5" />
    </PageLink>
  )
}
