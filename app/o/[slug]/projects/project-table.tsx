import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import type { Project } from '@/lib/projects'
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
              <span className="grid min-w-0 gap-0.5">
                <Link href={`${path}/${project.id}`} className="truncate font-medium after:absolute after:inset-0">
                  {project.name}
                </Link>
                {project.description && (
                  <span className="text-muted truncate text-[0.8125rem]">{project.description}</span>
                )}
              </span>
            </TableCell>
            {withStatus && (
              <TableCell label="Status">
                <ProjectStatus archivedAt={project.archivedAt} />
              </TableCell>
            )}
            <TableCell label="Created by" className="text-muted whitespace-nowrap">
              <span className="max-w-40 truncate">{project.creator?.name ?? 'Former member'}</span>
            </TableCell>
            <TableCell label="Created" className="text-muted sm:text-right">
              <RelativeTime date={project.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
