import { Icon } from '@/components/icon'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { MemberEntry } from '@/lib/pages'
import { listHref, type ProjectsSearch } from './search-params'

type NoProjectsProps = Omit<ProjectsSearch, 'cursor'> & { session: MemberEntry; path: string }

const titles = { active: 'No active projects', archived: 'No archived projects', all: 'No projects yet' }

/** Why the list is empty, and the way on. */
export function NoProjects({ session, path, query, status }: NoProjectsProps) {
  if (query) {
    return (
      <EmptyState title="No project matches" description={`Nothing in a name or description contains “${query}”.`}>
        <PageLink href={listHref(path, { status })} className={buttonVariants({ variant: 'secondary' })}>
          Clear
        </PageLink>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<Icon name="projects" />}
      title={titles[status]}
      description={
        status === 'archived'
          ? 'A project that is done can be archived: it leaves the list and keeps everything.'
          : `What ${session.org.name} works on will stand here, for its members alone.`
      }
    />
  )
}
