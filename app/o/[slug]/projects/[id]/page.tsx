import type { Metadata } from 'next'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/ui/relative-time'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { AccessDenied, PermissionHint } from '../../access-denied'
import { ProjectStatus } from '../project-status'
import { projectOf, type ProjectParams } from './find-project'
import { ProjectActions } from './project-actions'

type ProjectPageProps = { params: ProjectParams }

export async function generateMetadata({ params }: ProjectPageProps): Promise<Metadata> {
  const session = await requireOrg(params)
  return { title: can(session, 'org:projects:read') ? (await projectOf(params)).name : 'Project' }
}

export default async function ProjectPage({ params }: ProjectPageProps) {
  const session = await requireOrg(params)
  if (!can(session, 'org:projects:read'))
    return <AccessDenied session={session} title="Project" permission="org:projects:read" back={['', 'Overview']} />
  const project = await projectOf(params)
  const path = `/o/${session.org.slug}/projects`
  return (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Projects', href: path }]} />}
        description={
          !can(session, 'org:projects:write') && <PermissionHint session={session} permission="org:projects:write" />
        }
        title={<span className="wrap-anywhere">{project.name}</span>}
        actions={can(session, 'org:projects:write') && <ProjectActions slug={session.org.slug} project={project} />}
      />
      <Card>
        <CardBody className="pb-6 first:pt-6 sm:px-6">
          {project.description ? (
            <p className="max-w-prose text-[0.9375rem] leading-relaxed wrap-anywhere whitespace-pre-line">
              {project.description}
            </p>
          ) : (
            <p className="text-muted">No description.</p>
          )}
        </CardBody>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t px-5 py-4 sm:grid-cols-4 sm:px-6">
          <Fact label="Status">
            <ProjectStatus archivedAt={project.archivedAt} />
          </Fact>
          <Fact label="Created by">
            <span className="block truncate">{project.creator?.name ?? 'Former member'}</span>
          </Fact>
          <Fact label="Created">
            <RelativeTime date={project.createdAt} />
          </Fact>
          <Fact label={project.archivedAt ? 'Archived' : 'Last change'}>
            <RelativeTime date={project.archivedAt ?? project.updatedAt} />
          </Fact>
        </dl>
      </Card>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1">
      <dt className="text-muted text-[0.8125rem]">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
