import type { Metadata } from 'next'
import { resendVerificationAction } from '@/app/(auth)/verify-email/actions'
import { Form, SubmitButton } from '@/components/form'
import { Icon } from '@/components/icon'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { SearchInput } from '@/components/ui/search-input'
import { requireUser } from '@/lib/auth/require'
import { listMyOrganizations } from '@/lib/organizations'
import { readParams, type SearchParams } from '@/lib/pages'
import { OrganizationRows } from './organization-rows'

export const metadata: Metadata = { title: 'Your organizations' }

const searchFrom = 9

export default async function OrganizationsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/organizations')
  const { query = '' } = await readParams(searchParams)
  const all = await listMyOrganizations(ctx)
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
              ? `Create one for your company, or ask a colleague to invite ${email}.`
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
    <form action="/organizations/new">
      <Button type="submit" variant={variant}>
        Create organization
      </Button>
    </form>
  )
}

function Unverified({ email }: { email: string }) {
  return (
    <Alert tone="warning" title="Verify your email address" className="mb-6">
      <p className="break-words">
        We sent a link to {email}. Until you open it, you cannot create an organization or join one.
      </p>
      <Form action={resendVerificationAction} className="mt-3 grid gap-3">
        <SubmitButton variant="secondary" size="sm">
          Send a new link
        </SubmitButton>
      </Form>
    </Alert>
  )
}
