import type { Metadata } from 'next'
import { z } from 'zod'
import { PageButton } from '@/components/page-button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { getAccount } from '@/lib/accounts/profile'
import { listMyInvitations } from '@/lib/invitations/answer'
import { pageMyOrganizations } from '@/lib/organizations/queries'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { hrefOf, readParams, requireUser, restart, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../account-page'
import { OrganizationRow } from './organization-row'

export const metadata: Metadata = { title: 'Organizations' }

const path = '/account/organizations'
const shown = 25
const searchSchema = z.object({ cursor: z.string().optional() })

export default async function MyOrganizationsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser(path)
  const { cursor } = searchSchema.parse(await readParams(searchParams))
  const [account, { data, nextCursor }] = await Promise.all([
    getAccount(ctx),
    pageMyOrganizations(ctx, { limit: shown, cursor }).catch(restart),
  ])
  const isChoice = !isSingleTenancy() && (data.length > 1 || cursor !== undefined)
  return (
    <AccountPage
      current="/organizations"
      title="Organizations"
      description={isChoice ? 'Your organizations, and the one you start in.' : 'The organizations you’re a member of.'}
    >
      {data.length > 0 ? (
        <Card>
          <ul className="divide-y">
            {data.map((organization) => (
              <OrganizationRow
                key={organization.id}
                organization={organization}
                isDefault={organization.id === account.defaultOrganizationId}
                isChoice={isChoice}
              />
            ))}
          </ul>
        </Card>
      ) : (
        <NoOrganization isInvited={(await listMyInvitations(ctx)).length > 0} />
      )}
      <Pagination
        label="Pages of organizations"
        firstHref={cursor && path}
        nextHref={nextCursor ? hrefOf(path, { cursor: nextCursor }) : undefined}
      />
    </AccountPage>
  )
}

const NoOrganization = ({ isInvited }: { isInvited: boolean }) => (
  <EmptyState
    title="You’re not in an organization"
    description={isInvited ? 'You have been invited.' : 'Create one, or ask a colleague to invite you.'}
  >
    {isInvited && <PageButton href="/organizations">View invitations</PageButton>}
    <PageButton href="/organizations/new" variant={isInvited ? 'secondary' : 'primary'}>
      Create organization
    </PageButton>
  </EmptyState>
)
