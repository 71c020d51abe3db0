'use client'

// A client component with plain rows, for the reason of components/data-table.tsx.
import { Icon } from '@/components/ui/icon'
import { PageLink } from '@/components/page-link'
import { OrgTile } from '@/components/ui/avatar'

/** `since`: a day in words. */
export type OrganizationRow = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  hue: number | null
  roleName: string
  since: string
  isActive: boolean
  needsSecondFactor: boolean
}

export function OrganizationRows({ organizations }: { organizations: OrganizationRow[] }) {
  return (
    <ul className="organization-rows">
      {organizations.map((organization) => (
        <li key={organization.id}>
          <Row {...organization} isActive={organization.isActive && organizations.length > 1} />
        </li>
      ))}
    </ul>
  )
}

// Not prefetched, because opening a page of an organization makes it the session's active one.
function Row({ id, slug, name, logoUrl, hue, roleName, since, isActive, needsSecondFactor }: OrganizationRow) {
  return (
    <PageLink href={`/o/${slug}`}>
      <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="lg" />
      <div>
        <b>{name}</b>
        {isActive && <small>last used</small>}
        {needsSecondFactor ? (
          <p data-tone="warning">Requires a second factor</p>
        ) : (
          <p>
            /o/{slug}
            <span> · member since {since}</span>
          </p>
        )}
      </div>
      <span className="badge" title={roleName}>
        {roleName}
      </span>
      <Icon name="forward" />
    </PageLink>
  )
}
