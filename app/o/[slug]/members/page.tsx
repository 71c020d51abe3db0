import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SearchForm } from '@/components/search-form'
import { Pagination } from '@/components/ui/pagination'
import { PageLink } from '@/components/page-link'
import type { Permission } from '@/lib/permissions/catalogue'
import { can, lackedBy } from '@/lib/permissions/grants'
import { type MemberSession, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { AppError } from '@/lib/errors'
import { getMembersView } from '@/lib/members/view'
import { AccessDenied, PermissionHint } from '../access-denied'
import { listHref, listParams, readSearchParams, type MembersSearch } from './search-params'
import { MemberTable } from './member-table'
import { MemberTools } from './member-tools'
import { EmptyMembers } from './empty-members'
import { PeopleHeader } from './people-header'
import { RoleFilter } from './role-filter'
import { SelectionBar } from './selection-bar'

export const metadata: Metadata = { title: 'Members' }

type MembersPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

const pageSize = 50

export default async function MembersPage({ params, searchParams }: MembersPageProps) {
  const session = await requireOrg(params)
  if (!can(session, 'org:members:read'))
    return <AccessDenied session={session} title="Members" permission="org:members:read" back={['', 'Overview']} />
  const path = `/o/${session.org.slug}/members`
  const { cursor, ...filter } = readSearchParams(await readParams(searchParams))
  const { data, nextCursor, previousCursor, ...around } = await findPage(session, path, { ...filter, cursor })
  const loses = `everything in ${session.org.name}`
  const closed = closedHere(session)
  return (
    <div className="group/members">
      <PeopleHeader
        session={session}
        current="members"
        description={closed && <PermissionHint session={session} permission={closed} />}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
        <RoleFilter session={session} path={path} filter={filter} />
        <SearchForm
          action={path}
          label="Search members"
          query={filter.query}
          kept={listParams({ ...filter, query: '' })}
        />
      </div>
      {data.length > 0 ? (
        <div className="flex flex-col">
          <MemberTools session={session} path={path} filter={filter} members={data} />
          <MemberTable
            session={session}
            path={path}
            filter={filter}
            members={data}
            loses={loses}
            onlyOneOwner={around.onlyOneOwner}
          />
          {can(session, 'org:members:write') && <SelectionBar session={session} loses={loses} />}
        </div>
      ) : (
        <EmptyMembers session={session} path={path} filter={filter} />
      )}
      <Pagination
        label="Pages of members"
        firstHref={previousCursor ? listHref(path, filter) : undefined}
        previousHref={previousCursor ? listHref(path, { ...filter, cursor: previousCursor }) : undefined}
        nextHref={nextCursor ? listHref(path, { ...filter, cursor: nextCursor }) : undefined}
      />
      <p className="text-muted pt-8 text-[0.8125rem]">
        Want to go yourself?{' '}
        <PageLink href={`/o/${session.org.slug}/settings/danger`} className="underline underline-offset-4">
          Leave {session.org.name}
        </PageLink>
      </p>
    </div>
  )
}

async function findPage(session: MemberSession, path: string, { query, role, sort, order, cursor }: MembersSearch) {
  try {
    return await getMembersView(session, {
      query: query || undefined,
      role: role === 'all' ? undefined : role,
      sort,
      order,
      limit: pageSize,
      cursor,
    })
  } catch (error) {
    // A cursor that is cut short, or of another organization: the first page is what they were after.
    if (cursor && error instanceof AppError && error.code === 'validation_failed')
      redirect(listHref(path, { query, role, sort, order }))
    throw error
  }
}

// What somebody might look for here and does not find, or finds out of use.
function closedHere(session: MemberSession): [Permission, ...Permission[]] | undefined {
  const [first, ...rest] = lackedBy(session, ['org:invitations:write', 'org:members:write'])
  return first && [first, ...rest]
}
