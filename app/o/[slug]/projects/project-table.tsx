import { PageLink } from '@/components/page-link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import type { Project } from '@/lib/projects/schema'
import { ProjectStatus } from './project-status'

type ProjectTableProps = { path: string; projects: Project[]; withStatus: boolean }

/** `withStatus`: where the filter has not said it of all of them already. */
export function ProjectTable({ path, projects, withStatus }: ProjectTableProps) {
  return (
    <Table label="Projects">
      <TableHead>
        <tr role="row">
          <TableHeading className="w-full">Name</TableHeading>
          {withStatus && <TableHeading>Status</TableHeading>}
          <TableHeading>Created by</TableHeading>
          <TableHeading className="text-right">Created</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {projects.map((project) => (
          <TableRow key={project.id}>
            <TableCell className="max-w-0 max-sm:max-w-none">
              <span className="grid w-full min-w-0 gap-0.5">
                <PageLink href={`${path}/${project.id}`} className="truncate font-medium after:absolute after:inset-0">
                  {project.name}
                </PageLink>
                {project.description && (
                  <span className="text-muted truncate text-[0.8125rem]">{project.description}</span>
                )}
                <span className="text-muted flex items-center gap-2 pt-1 text-[0.8125rem] sm:hidden">
                  {withStatus && <ProjectStatus archivedAt={project.archivedAt} />}
                  <span className="min-w-0 truncate">{nameOf(project)}</span>
                  <span aria-hidden>·</span>
                  <RelativeTime date={project.createdAt} />
                </span>
              </span>
            </TableCell>
            {withStatus && (
              <TableCell className="max-sm:hidden">
                <ProjectStatus archivedAt={project.archivedAt} />
              </TableCell>
            )}
            <TableCell className="text-muted max-sm:hidden">
              <span className="block max-w-40 truncate">{nameOf(project)}</span>
            </TableCell>
            <TableCell className="text-muted text-right max-sm:hidden">
              <RelativeTime date={project.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

const nameOf = ({ creator }: Project): string => creator?.name ?? 'Former member'
