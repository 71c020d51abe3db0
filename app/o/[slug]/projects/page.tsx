import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { SearchInput } from '@/components/ui/search-input'
import { Segmented } from '@/components/ui/segmented'
import { can } from '@/lib/permissions/grants'
import { type MemberEntry, requireOrg, readParams, type SearchParams } from '@/lib/pages'
import { AppError } from '@/lib/errors'
import { listProjects } from '@/lib/projects/queries'
import { listHref, readSearchParams, type ProjectsSearch } from './search-params'
import { AccessDenied, PermissionHint } from '../access-denied'
import { NewProjectButton } from './new-project-button'
import { NoProjects } from './no-projects'
import { ProjectTable } from './project-table'

export const metadata: Metadata = { title: 'Projects' }

type ProjectsPageProps = { params: Promise<{ slug: string }>; searchParams: SearchParams }

const statuses = [
  ['active', 'Active'],
  ['archived', 'Archived'],
  ['all', 'All'],
] as const

const pageSize = 20

export default async function ProjectsPage({ params, searchParams }: ProjectsPageProps) {
  const session = await requireOrg(params)
  if (!can(session, 'org:projects:read'))
    return <AccessDenied session={session} title="Projects" permission="org:projects:read" back={['', 'Overview']} />
  const path = `/o/${session.org.slug}/projects`
  const address = readSearchParams(await readParams(searchParams))
  const { data, nextCursor } = await listPage(session, path, address)
  const { cursor, ...filter } = address
  return (
    <>
      <PageHeader
        title="Projects"
        description={
          !can(session, 'org:projects:write') && <PermissionHint session={session} permission="org:projects:write" />
        }
        actions={<NewProjectButton session={session} />}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
        <Segmented
          label="Status"
          items={statuses.map(([status, label]) => ({
            label,
            href: listHref(path, { ...filter, status }),
            current: status === filter.status,
          }))}
        />
        <form role="search" className="w-full sm:w-72">
          {filter.status !== 'active' && <input type="hidden" name="status" value={filter.status} />}
          <SearchInput key={filter.query} label="Search projects" defaultValue={filter.query} />
        </form>
      </div>
      {data.length > 0 ? (
        <ProjectTable path={path} projects={data} withStatus={filter.status === 'all'} />
      ) : (
        <NoProjects session={session} path={path} {...filter} />
      )}
      <Pagination
        label="Pages of projects"
        firstHref={cursor && listHref(path, filter)}
        nextHref={nextCursor ? listHref(path, { ...filter, cursor: nextCursor }) : undefined}
      />
    </>
  )
}

async function listPage(session: MemberEntry, path: string, { query, status, cursor }: ProjectsSearch) {
  try {
    return await listProjects(session, {
      query: query || undefined,
      status: status === 'all' ? undefined : status,
      limit: pageSize,
      cursor,
    })
  } catch (error) {
    // A cursor that is cut short, or of another organization: the first page is what they were after.
    if (cursor && error instanceof AppError && error.code === 'validation_failed')
      redirect(listHref(path, { query, status }))
    throw error
  }
}
