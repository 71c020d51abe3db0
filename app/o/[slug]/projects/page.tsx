import { DataTable } from '@/components/data-table'
import type { Row, RowActions } from '@/components/table-rows'
import { Icon } from '@/components/ui/icon'
import { PageLink } from '@/components/page-link'
import { SearchForm } from '@/components/search-form'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { timeText } from '@/components/relative-time'
import { Segmented } from '@/components/ui/segmented'
import { hrefOf, type MemberSession } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'
import { listProjects } from '@/lib/projects/queries'
import { projectsSearchSchema, type Project } from '@/lib/projects/schema'
import { versionText } from '@/lib/requests/versions'
import { GuardedButton, PermissionHint } from '../access-denied'
import { prepareHints } from '../approvers'
import { orgPage } from '../org-page'
import { setProjectStatusAction } from './actions'

const filters = [
  ['active', 'Active'],
  ['archived', 'Archived'],
  ['all', 'All'],
] as const

const columns = [
  { key: 'name', label: 'Name' },
  { key: 'status', label: 'Status' },
  { key: 'creator', label: 'Created by', low: true },
  { key: 'created', label: 'Created', align: 'end' },
] as const

const page = orgPage(
  {
    permission: 'org:projects:read',
    title: 'Projects',
    search: projectsSearchSchema,
    load: ({ session, search: { query, status, cursor } }) => {
      prepareHints(session, ['org:projects:write'])
      return listProjects(session, {
        query: query || undefined,
        status: status === 'all' ? undefined : status,
        limit: 20,
        cursor,
      })
    },
  },
  ({ session, home, search: { query, status, cursor }, data: { data: projects, nextCursor } }) => {
    const path = `${home}/projects`
    const isEmpty = projects.length === 0 && !query && !cursor && status !== 'archived'
    const href = (changed: { query?: string; status?: string; cursor?: string }) => {
      const said = { query, status, ...changed }
      return hrefOf(path, { ...said, status: said.status === 'active' ? undefined : said.status })
    }
    return (
      <>
        <PageHeader
          title="Projects"
          description={
            !can(session, 'org:projects:write') && <PermissionHint session={session} permission="org:projects:write" />
          }
          actions={!isEmpty && <NewButton session={session} />}
        />
        <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
          <Segmented
            label="Status"
            items={filters.map(([filter, label]) => ({
              label,
              href: href({ status: filter }),
              current: filter === status,
            }))}
          />
          <SearchForm
            action={path}
            label="Search projects"
            query={query}
            kept={{ status: status === 'active' ? '' : status }}
          />
        </div>
        {projects.length > 0 ? (
          <DataTable
            label="Projects"
            columns={columns.filter(({ key }) => key !== 'status' || status === 'all')}
            rows={projects.map(toRow)}
            path={path}
            {...(can(session, 'org:projects:write') && {
              actions: actionsIn(status === 'all'),
              immediate: { archive: setProjectStatusAction, restore: setProjectStatusAction },
            })}
          />
        ) : (
          <Empty session={session} query={query} status={status} href={href} />
        )}
        <Pagination
          label="Pages of projects"
          firstHref={cursor && href({})}
          nextHref={nextCursor ? href({ cursor: nextCursor }) : undefined}
        />
      </>
    )
  },
)

export default page
export const { generateMetadata } = page

const NewButton = ({ session }: { session: MemberSession }) => (
  <GuardedButton session={session} permission="org:projects:write" path="/projects/new">
    <Icon name="plus" />
    New project
  </GuardedButton>
)

const badges = { active: { badge: 'Active', tone: 'success' }, archived: { badge: 'Archived' } } as const

/** In a list of one status, a row whose status changes is gone. */
const actionsIn = (withStatus: boolean): RowActions => ({
  archive: {
    label: 'Archive',
    now: { fields: { status: 'archived' }, ...(withStatus && { cells: { status: badges.archived } }) },
  },
  restore: {
    label: 'Restore',
    now: { fields: { status: 'active' }, ...(withStatus && { cells: { status: badges.active } }) },
  },
})

const toRow = ({ id, name, description, archivedAt, creator, createdAt, updatedAt }: Project): Row => ({
  id,
  cells: {
    name: { title: name, detail: description },
    status: archivedAt ? badges.archived : badges.active,
    creator: creator?.name ?? 'Former member',
    created: timeText(createdAt),
  },
  actions: [archivedAt ? 'restore' : 'archive'],
  fields: { version: versionText(updatedAt) },
})

const emptyTitles = { active: 'No active projects', archived: 'No archived projects', all: 'No projects yet' }

type EmptyProps = {
  session: MemberSession
  query: string
  status: keyof typeof emptyTitles
  href: (changed: { query?: string; status?: string }) => string
}

function Empty({ session, query, status, href }: EmptyProps) {
  if (query)
    return (
      <EmptyState
        tiles="search"
        title="No matching projects"
        description={
          status === 'all' ? `No name or description contains “${query}”.` : `No ${status} project matches “${query}”.`
        }
      >
        {status !== 'all' && (
          <PageLink href={href({ status: 'all' })} className={buttonVariants({ variant: 'secondary' })}>
            Search all projects
          </PageLink>
        )}
        <PageLink href={href({ query: '' })} className={buttonVariants({ variant: 'secondary' })}>
          Clear search
        </PageLink>
      </EmptyState>
    )
  return (
    <EmptyState
      title={emptyTitles[status]}
      description={
        status === 'archived'
          ? 'Archived projects appear here. They keep all their content.'
          : 'Create one. Only members of this organization can see it.'
      }
    >
      {status !== 'archived' && <NewButton session={session} />}
    </EmptyState>
  )
}
