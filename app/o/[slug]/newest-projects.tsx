import { PageLink } from '@/components/page-link'
import { Card, CardTitle } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import { can } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import type { Project } from '@/lib/projects'
import { NewProjectButton } from './projects/new-project-button'

export function NewestProjects({ entry, projects }: { entry: MemberEntry; projects: Project[] }) {
  const path = `/o/${entry.org.slug}/projects`
  return (
    <Card>
      <header className="flex items-center justify-between gap-3 px-5 py-1.5 sm:py-2.5">
        <CardTitle>Newest projects</CardTitle>
        <PageLink
          href={path}
          className="text-muted hover:text-ink inline-flex min-h-11 items-center rounded-sm sm:min-h-8"
        >
          All projects
        </PageLink>
      </header>
      {projects.length > 0 ? (
        <ul className="divide-y border-t">
          {projects.map(({ id, name, creator, createdAt }) => (
            <li
              key={id}
              className="hover:bg-hover relative flex items-baseline gap-4 px-5 py-3 transition-colors last:rounded-b-xl"
            >
              <PageLink
                href={`${path}/${id}`}
                className="min-w-0 grow truncate font-medium after:absolute after:inset-0"
              >
                {name}
              </PageLink>
              <span className="text-muted hidden shrink-0 truncate text-[0.8125rem] sm:inline">{creator?.name}</span>
              <span className="text-muted w-24 shrink-0 text-right text-[0.8125rem]">
                <RelativeTime date={createdAt} />
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3 border-t px-5 py-6">
          <p className="text-muted">No active project yet.</p>
          {can(entry, 'org:projects:write') && <NewProjectButton entry={entry} />}
        </div>
      )}
    </Card>
  )
}
