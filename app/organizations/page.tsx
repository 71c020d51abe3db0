import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { PageButton } from '@/components/page-button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { exactTime } from '@/components/relative-time'
import { SearchForm } from '@/components/search-form'
import { hrefOf, readParams, requireUser, restart, type SearchParams } from '@/lib/pages'
import { listMyInvitations } from '@/lib/invitations/answer'
import { pageMyOrganizations } from '@/lib/organizations/queries'
import type { MyOrganization } from '@/lib/organizations/schema'
import { listDeletedOrganizations } from '@/lib/organizations/deletion'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { listMyOffers } from '@/lib/organizations/transfer'
import { Deleted } from './deleted'
import { MyInvitations } from './my-invitations'
import { MyOffers } from './my-offers'
import { OrganizationRows, type OrganizationRow } from './organization-rows'
import { Unverified } from './unverified'

export const metadata: Metadata = { title: 'Your organizations' }

const searchSchema = z.object({ query: z.string().default(''), cursor: z.string().optional() })

const shown = 50
const searchFrom = 9

export default async function OrganizationsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/organizations')
  const { query = '', cursor } = searchSchema.parse(await readParams(searchParams))
  const [{ data, nextCursor }, invitations, offers, deleted] = await Promise.all([
    pageMyOrganizations(ctx, { query: query.trim(), cursor, limit: shown }).catch(restart),
    listMyInvitations(ctx),
    listMyOffers(ctx),
    listDeletedOrganizations(ctx),
  ])
  // With TENANCY_MODE=single there is nothing to choose.
  if (isSingleTenancy() && data[0]) redirect(`/o/${data[0].slug}`)
  const isPart = query !== '' || cursor !== undefined
  const hasAny = data.length > 0 || isPart
  const { email, emailVerified } = ctx.user
  return (
    <>
      <PageHeader
        title="Your organizations"
        description={hasAny ? 'Choose an organization. You can switch at any time.' : undefined}
        actions={emailVerified && hasAny && <CreateButton variant="secondary" />}
      />
      {!emailVerified && <Unverified email={email} />}
      {offers.length > 0 && <MyOffers offers={offers} />}
      {invitations.length > 0 && <MyInvitations invitations={invitations} />}
      {(data.length >= searchFrom || isPart) && (
        <div className="mb-4">
          <SearchForm action="/organizations" label="Search organizations" query={query} />
        </div>
      )}
      {data.length > 0 && <OrganizationRows organizations={data.map(toRow)} />}
      {data.length === 0 && isPart && (
        <EmptyState
          tiles="search"
          title="No matching organizations"
          description={`None of your organizations contains “${query}”.`}
        >
          <a href="/organizations" className="font-medium underline underline-offset-4">
            Clear
          </a>
        </EmptyState>
      )}
      <Pagination
        label="Pages of organizations"
        firstHref={cursor && hrefOf('/organizations', { query })}
        nextHref={nextCursor ? hrefOf('/organizations', { query, cursor: nextCursor }) : undefined}
      />
      {!hasAny && (
        <EmptyState
          title="You’re not in an organization yet"
          description={
            emailVerified
              ? invitations.length > 0
                ? 'Accept an invitation above, or create one of your own.'
                : `Create one for your company, or ask a colleague to invite ${email}.`
              : 'Verify your email address to create an organization or accept an invitation.'
          }
        >
          {/* With an invitation, accepting it is the main action. */}
          {emailVerified && <CreateButton variant={invitations.length > 0 ? 'secondary' : undefined} />}
        </EmptyState>
      )}
      {deleted.length > 0 && <Deleted organizations={deleted} />}
    </>
  )
}

function toRow(organization: MyOrganization): OrganizationRow {
  const { id, slug, name, logoUrl, hue, roleName, joinedAt, isActive, needsSecondFactor } = organization
  return { id, slug, name, logoUrl, hue, roleName, since: exactTime(joinedAt, 'day'), isActive, needsSecondFactor }
}

const CreateButton = ({ variant }: { variant?: 'secondary' }) => (
  <PageButton href="/organizations/new" variant={variant}>
    Create organization
  </PageButton>
)
