import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SearchForm } from '@/components/search-form'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { PageLink } from '@/components/page-link'
import { can, roleKeysOf, roleName } from '@/lib/auth/permissions'
import { requireOrg, type MemberEntry } from '@/lib/auth/require'
import { AppError } from '@/lib/errors'
import { listMembers } from '@/lib/members'
import { readParams, type SearchParams } from '@/lib/pages'
import { countProjects } from '@/lib/projects'
import { MayNot } from './may-not'
import { Leave } from './leave'
import { listHref, readListAddress, type ListAddress } from './list-address'
import { MemberTable } from './member-table'
import { PeopleHeader } from './people-header'
import { SelectionBar } from './selection-bar'
import { WhoCan } from './who-can'

export const metadata: Metadata = { title: 'Members' }

type MembersPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

const pageSize = 20

export default async function MembersPage({ params, searchParams }: MembersPageProps) {
  const entry = await requireOrg(params)
  if (!can(entry, 'org:members:read'))
    return <MayNot entry={entry} title="Members" permission="org:members:read" back={['', 'Overview']} />
  const path = `/o/${entry.org.slug}/members`
  const { cursor, ...filter } = readListAddress(await readParams(searchParams))
  const [{ data, nextCursor }, loses, lastOwner] = await Promise.all([
    listPage(entry, path, { ...filter, cursor }),
    whatIsLost(entry),
    isLastOwner(entry),
  ])
  const invites = can(entry, 'org:invitations:write')
  return (
    <div className="group/members">
      <PeopleHeader
        entry={entry}
        current="members"
        description={!invites && <WhoCan entry={entry} permission="org:invitations:write" />}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
        <Segmented
          label="Role"
          items={['all', ...roleKeysOf(entry)].map((role) => ({
            label: role === 'all' ? 'All' : roleName(role, entry.customRoles),
            href: listHref(path, { ...filter, role }),
            current: role === filter.role,
          }))}
        />
        <SearchForm
          action={path}
          label="Search members"
          query={filter.query}
          kept={{ role: filter.role === 'all' ? '' : filter.role, sort: filter.sort === 'name' ? '' : filter.sort }}
        />
      </div>
      {can(entry, 'org:members:write') && <SelectionBar entry={entry} loses={loses} />}
      {data.length > 0 ? (
        <MemberTable entry={entry} path={path} filter={filter} members={data} loses={loses} />
      ) : (
        <EmptyState
          title="No member matches"
          description="Look for the beginning of a name, a word of it, or an address."
        >
          <PageLink href={path} className={buttonVariants({ variant: 'secondary' })}>
            Clear
          </PageLink>
        </EmptyState>
      )}
      <Pagination
        label="Pages of members"
        firstHref={cursor && listHref(path, filter)}
        nextHref={nextCursor ? listHref(path, { ...filter, cursor: nextCursor }) : undefined}
      />
      <Leave entry={entry} lastOwner={lastOwner} />
    </div>
  )
}

async function listPage(entry: MemberEntry, path: string, { query, role, sort, cursor }: ListAddress) {
  try {
    return await listMembers(entry, {
      query: query || undefined,
      role: role === 'all' ? undefined : role,
      sort,
      limit: pageSize,
      cursor,
    })
  } catch (error) {
    // A cursor that is cut short, or of another organization: the first page is what they were after.
    if (cursor && error instanceof AppError && error.code === 'validation_failed')
      redirect(listHref(path, { query, role, sort }))
    throw error
  }
}

async function whatIsLost(entry: MemberEntry): Promise<string> {
  if (!can(entry, 'org:members:write') || !can(entry, 'org:projects:read')) return `everything in ${entry.org.name}`
  const { active, archived } = await countProjects(entry)
  const count = active + archived
  return count === 0 ? entry.org.name : `${entry.org.name} and its ${count} ${count === 1 ? 'project' : 'projects'}`
}

async function isLastOwner(entry: MemberEntry): Promise<boolean> {
  if (entry.role !== 'owner') return false
  const { data } = await listMembers(entry, { role: 'owner', sort: 'name', limit: 1 + 1 })
  return data.length === 1
}
