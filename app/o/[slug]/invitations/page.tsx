import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Icon } from '@/components/icon'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { can } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { AppError } from '@/lib/errors'
import { invitationStatuses } from '@/lib/invitations/schema'
import { listInvitations } from '@/lib/invitations/queries'
import { PeopleHeader } from '../members/people-header'
import { InvitationTable, statusNames } from './invitation-table'
import { listHref, readSearchParams, type ListAddress } from './search-params'
import { AccessDenied, PermissionHint } from '../access-denied'

export const metadata: Metadata = { title: 'Invitations' }

type InvitationsPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

const pageSize = 20
const empty = { title: 'No invitation here', description: 'Who was invited stands here until they answer, and after.' }

export default async function InvitationsPage({ params, searchParams }: InvitationsPageProps) {
  const session = await requireOrg(params)
  const path = `/o/${session.org.slug}/invitations`
  if (!can(session, 'org:invitations:read'))
    return <AccessDenied session={session} title="Invitations" permission="org:invitations:read" />
  const { cursor, status } = readSearchParams(await readParams(searchParams))
  const { data, nextCursor } = await listPage(session, path, { status, cursor })
  return (
    <>
      <PeopleHeader
        session={session}
        current="invitations"
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
            href: listHref(path, { status: each }),
            current: each === status,
          }))}
        />
      </div>
      {data.length > 0 ? (
        <InvitationTable session={session} invitations={data} withStatus={status === 'all'} />
      ) : (
        <EmptyState
          icon={<Icon name="mail" />}
          title={status === 'all' ? empty.title : `No ${status} invitation`}
          description={empty.description}
        />
      )}
      <Pagination
        label="Pages of invitations"
        firstHref={cursor && listHref(path, { status })}
        nextHref={nextCursor ? listHref(path, { status, cursor: nextCursor }) : undefined}
      />
    </>
  )
}

async function listPage(session: MemberSession, path: string, { status, cursor }: ListAddress) {
  try {
    return await listInvitations(session, { status: status === 'all' ? undefined : status, limit: pageSize, cursor })
  } catch (error) {
    // A cursor that is cut short, or of another organization: the first page is what they were after.
    if (cursor && error instanceof AppError && error.code === 'validation_failed') redirect(listHref(path, { status }))
    throw error
  }
}
