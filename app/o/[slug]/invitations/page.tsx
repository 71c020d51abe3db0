import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { listInvitations } from '@/lib/invitations/queries'
import { invitationsSearchSchema, invitationStatuses } from '@/lib/invitations/schema'
import { hrefOf } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { PermissionHint } from '../access-denied'
import { InviteButton, PeopleHeader } from '../members/people-header'
import { orgPage } from '../org-page'
import { InvitationList } from './invitation-list'
import { statusNames } from './status'

const page = orgPage(
  {
    permission: 'org:invitations:read',
    title: 'Invitations',
    back: ['/members', 'Members'],
    search: invitationsSearchSchema,
    load: ({ session, search: { status, cursor } }) =>
      listInvitations(session, { status: status === 'all' ? undefined : status, limit: 20, cursor }),
  },
  ({ session, home, search: { status, cursor }, data: { data: invitations, nextCursor } }) => {
    const isEmpty = invitations.length === 0
    const href = (changed: { status?: string; cursor?: string }) => {
      const said = { status, ...changed }
      return hrefOf(`${home}/invitations`, { ...said, status: said.status === 'pending' ? undefined : said.status })
    }
    return (
      <>
        <PeopleHeader
          session={session}
          current="invitations"
          isEmpty={isEmpty}
          description={
            !can(session, 'org:invitations:write') && (
              <PermissionHint session={session} permission="org:invitations:write" />
            )
          }
        />
        <div className="pb-4">
          <Segmented
            label="Status"
            items={[...invitationStatuses, 'all' as const].map((each) => ({
              label: each === 'all' ? 'All' : statusNames[each],
              href: href({ status: each }),
              current: each === status,
            }))}
          />
        </div>
        {isEmpty ? (
          <EmptyState
            title={status === 'all' ? 'No invitations yet' : `No ${status} invitations`}
            description="Invitations you send appear here."
          >
            <InviteButton session={session} />
          </EmptyState>
        ) : (
          <InvitationList session={session} invitations={invitations} withStatus={status === 'all'} />
        )}
        <Pagination
          label="Pages of invitations"
          firstHref={cursor && href({})}
          nextHref={nextCursor ? href({ cursor: nextCursor }) : undefined}
        />
      </>
    )
  },
)

export default page
export const { generateMetadata } = page
