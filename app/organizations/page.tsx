import type { Metadata } from 'next'
import NextForm from 'next/form'
import { redirect } from 'next/navigation'
import { Icon } from '@/components/ui/icon'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { SearchInput } from '@/components/ui/search-input'
import { requireUser, readParams, type SearchParams } from '@/lib/pages'
import { listMyInvitations } from '@/lib/invitations/answer'
import { listMyOrganizations } from '@/lib/organizations/queries'
import { listDeletedOrganizations } from '@/lib/organizations/deletion'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { listMyOffers } from '@/lib/organizations/transfer'
import { Deleted } from './deleted'
import { MyInvitations } from './my-invitations'
import { MyOffers } from './my-offers'
import { OrganizationRows } from './organization-rows'
import { Unverified } from './unverified'

export const metadata: Metadata = { title: 'Your organizations' }

const searchFrom = 9

export default async function OrganizationsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/organizations')
  const { query = '' } = await readParams(searchParams)
  const [all, invitations, offers, deleted] = await Promise.all([
    listMyOrganizations(ctx),
    listMyInvitations(ctx),
    listMyOffers(ctx),
    listDeletedOrganizations(ctx),
  ])
  // With TENANCY_MODE=single there is nothing to choose.
  if (isSingleTenancy() && all[0]) redirect(`/o/${all[0].slug}`)
  const found = all.filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(query.trim().toLowerCase()))
  const { email, emailVerified } = ctx.user
  return (
    <>
      <PageHeader
        title="Your organizations"
        description={all.length > 0 ? 'Choose where you want to work. You can switch at any time.' : undefined}
        actions={emailVerified && all.length > 0 && <CreateButton variant="secondary" />}
      />
      {!emailVerified && <Unverified email={email} />}
      {offers.length > 0 && <MyOffers offers={offers} />}
      {invitations.length > 0 && <MyInvitations invitations={invitations} />}
      {all.length >= searchFrom && (
        <form role="search" className="mb-4">
          <SearchInput label="Search organizations" defaultValue={query} />
        </form>
      )}
      {found.length > 0 && <OrganizationRows organizations={found} />}
      {all.length > 0 && found.length === 0 && (
        <EmptyState title="No organization matches" description={`None of your ${all.length} contains “${query}”.`}>
          <a href="/organizations" className="font-medium underline underline-offset-4">
            Clear
          </a>
        </EmptyState>
      )}
      {all.length === 0 && (
        <EmptyState
          icon={<Icon name="building" />}
          title="You belong to no organization yet"
          description={
            emailVerified
              ? invitations.length > 0
                ? 'Accept an invitation above, or create one of your own.'
                : `Create one for your company, or ask a colleague to invite ${email}.`
              : 'First verify your email address. Then you can create an organization or accept an invitation.'
          }
        >
          {emailVerified && <CreateButton />}
        </EmptyState>
      )}
      {deleted.length > 0 && <Deleted organizations={deleted} />}
    </>
  )
}

// A form and not a link, so that screen readers announce the button that it looks like. It works without a script.
function CreateButton({ variant }: { variant?: 'secondary' }) {
  return (
    <NextForm action="/organizations/new" prefetch={false}>
      <Button type="submit" variant={variant}>
        Create organization
      </Button>
    </NextForm>
  )
}
