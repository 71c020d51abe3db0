import type { Metadata } from 'next'
import NextForm from 'next/form'
import { Icon } from '@/components/icon'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { SearchInput } from '@/components/ui/search-input'
import { requireUser } from '@/lib/auth/require'
import { listMyInvitations } from '@/lib/invitations/answer'
import { listMyOrganizations } from '@/lib/organizations'
import { readParams, type SearchParams } from '@/lib/pages'
import { MyInvitations } from './my-invitations'
import { OrganizationRows } from './organization-rows'
import { Unverified } from './unverified'

export const metadata: Metadata = { title: 'Your organizations' }

const searchFrom = 9

export default async function OrganizationsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/organizations')
  const { query = '' } = await readParams(searchParams)
  const [all, invitations] = await Promise.all([listMyOrganizations(ctx), listMyInvitations(ctx)])
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
    </>
  )
}

// A form, not a link: it reads as the button that it looks like, and works without a script.
function CreateButton({ variant }: { variant?: 'secondary' }) {
  return (
    <NextForm action="/organizations/new" prefetch={false}>
      <Button type="submit" variant={variant}>
        Create organization
      </Button>
    </NextForm>
  )
}
