import { PageLink } from '@/components/page-link'
import { SearchForm } from '@/components/search-form'
import { SelectFilter } from '@/components/select-filter'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { membersSearchSchema, type MembersSearch } from '@/lib/members/schema'
import { listMembers } from '@/lib/members/queries'
import type { MemberSession } from '@/lib/pages'
import type { Permission } from '@/lib/permissions/catalogue'
import { can, lackedBy } from '@/lib/permissions/grants'
import { permissionsOf, roleKeysOf, roleName } from '@/lib/permissions/roles'
import { PermissionHint } from '../access-denied'
import { prepareHints } from '../approvers'
import { orgPage } from '../org-page'
import { MemberList } from './member-list'
import { PeopleHeader } from './people-header'
import { listHref, listParams } from './search-params'
import { SelectionBar } from './selection-bar'

const explained = ['org:invitations:write', 'org:members:write'] as const

const page = orgPage(
  {
    permission: 'org:members:read',
    title: 'Members',
    search: membersSearchSchema,
    load: ({ session, search: { query, role, ...search } }) => {
      // The rows of roles above the viewer's say, too, who can change them.
      prepareHints(session, permissionsOf('owner'))
      return listMembers(session, {
        ...search,
        query: query || undefined,
        role: role === 'all' ? undefined : role,
        limit: 50,
      })
    },
  },
  ({ session, home, search: { cursor: _cursor, ...filter }, data }) => {
    const { data: members, nextCursor, previousCursor } = data
    const path = `${home}/members`
    const missing = missingHere(session)
    const list = { session, path, filter }
    return (
      <>
        <PeopleHeader
          session={session}
          current="members"
          description={missing && <PermissionHint session={session} permission={missing} />}
        />
        <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
          <RoleFilter {...list} />
          <SearchForm
            action={path}
            label="Search members"
            query={filter.query}
            kept={listParams({ ...filter, query: '' })}
          />
        </div>
        {members.length > 0 ? (
          <>
            <MemberList {...list} members={members} />
            {can(session, 'org:members:write') && <SelectionBar path={path} />}
          </>
        ) : (
          <Empty {...list} />
        )}
        <Pagination
          label="Pages of members"
          firstHref={previousCursor ? listHref(path, filter) : undefined}
          previousHref={previousCursor ? listHref(path, { ...filter, cursor: previousCursor }) : undefined}
          nextHref={nextCursor ? listHref(path, { ...filter, cursor: nextCursor }) : undefined}
        />
        <p className="text-muted pt-8 text-[0.8125rem]">
          Want to leave?{' '}
          <PageLink href={`${home}/settings/danger`} className="underline underline-offset-4">
            Leave {session.org.name}
          </PageLink>
        </p>
      </>
    )
  },
)

export default page
export const { generateMetadata } = page

// Explains controls that the viewer may miss or finds disabled.
function missingHere(session: MemberSession): [Permission, ...Permission[]] | undefined {
  const [first, ...rest] = lackedBy(session, explained)
  return first && [first, ...rest]
}

type ListProps = { session: MemberSession; path: string; filter: Omit<MembersSearch, 'cursor'> }

const mostInARow = 5

/** A few roles are shown side by side, more of them as a select. */
function RoleFilter({ session, path, filter }: ListProps) {
  const roles = ['all', ...roleKeysOf(session)]
  const nameOf = (role: string) => roleName(role, session.customRoles)
  if (roles.length <= mostInARow) {
    const items = roles.map((role) => ({
      label: nameOf(role),
      href: listHref(path, { ...filter, role }),
      current: role === filter.role,
    }))
    return <Segmented label="Role" items={items} />
  }
  return (
    <SelectFilter
      action={path}
      name="role"
      label="Filter by role"
      value={filter.role === 'all' ? '' : filter.role}
      options={roles.map((role) => (role === 'all' ? ['', 'All roles'] : [role, nameOf(role)]))}
      kept={listParams({ ...filter, role: 'all' })}
    />
  )
}

function Empty({ session, path, filter: { query, role } }: ListProps) {
  const name = roleName(role, session.customRoles)
  const among = role === 'all' ? '' : ` Only those with the role ${name} are searched.`
  const [title, description] = query
    ? ['No matching members', `Search for the beginning of a name or an email address.${among}`]
    : role === 'all'
      ? ['This page is empty', 'Go back to the first page.']
      : [`No members with the role ${name}`, 'Change a member’s role, or invite someone with it.']
  return (
    <EmptyState tiles="search" title={title!} description={description}>
      <PageLink href={path} className={buttonVariants({ variant: 'secondary' })}>
        {query ? 'Clear search' : 'Show everyone'}
      </PageLink>
    </EmptyState>
  )
}
