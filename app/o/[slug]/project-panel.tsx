import { PageLink } from '@/components/page-link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { MemberSession } from '@/lib/pages'
import type { OverviewProject } from '@/lib/organizations/overview'
import { Panel, rowStyle } from './panel'

type ProjectPanelProps = {
  session: MemberSession
  title: string
  projects: OverviewProject[]
  /** Which time stands beside each. */
  time: 'createdAt' | 'updatedAt'
  withCreator?: boolean
}

export function ProjectPanel({ session, title, projects, time, withCreator = false }: ProjectPanelProps) {
  const path = `/o/${session.org.slug}/projects`
  return (
    <Panel title={title} link={[path, 'All projects']}>
      <ul className="divide-y">
        {projects.map((project) => (
          <li key={project.id} className={rowStyle}>
            <PageLink
              href={`${path}/${project.id}`}
              className="min-w-0 grow truncate font-medium -outline-offset-2 after:absolute after:inset-0"
            >
              {project.name}
            </PageLink>
            {withCreator && (
              <span className="text-muted hidden min-w-0 shrink-0 truncate text-[0.8125rem] @md:inline">
                {project.creator ?? 'Former member'}
              </span>
            )}
            <span className="text-muted w-24 shrink-0 text-right text-[0.8125rem]">
              <RelativeTime date={project[time]} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
