import { ConfirmButton } from '@/components/confirm-button'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/relative-time'
import { can } from '@/lib/permissions/grants'
import { getProjectActivity } from '@/lib/projects/queries'
import type { Project } from '@/lib/projects/schema'
import { versionText } from '@/lib/requests/versions'
import { RecordActivity } from '../../activity-panel'
import { PermissionHint } from '../../access-denied'
import { orgPage } from '../../org-page'
import { Creator, RecordLayout } from '../../record-layout'
import { deleteProjectAction, setProjectStatusAction } from '../actions'

const page = orgPage(
  {
    permission: 'org:projects:read',
    load: ({ session, params }) => getProjectActivity(session, params.id!),
    title: ({ project }) => project.name,
    back: ['/projects', 'Projects'],
  },
  ({ session, home, data: { project, activity } }) => (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Projects', href: `${home}/projects` }]} />}
        title={<span className="wrap-anywhere">{project.name}</span>}
        description={
          !can(session, 'org:projects:write') && <PermissionHint session={session} permission="org:projects:write" />
        }
        actions={
          can(session, 'org:projects:write') && <Actions project={project} path={`${home}/projects/${project.id}`} />
        }
      />
      <RecordLayout
        facts={[
          ['Status', project.archivedAt ? <Badge>Archived</Badge> : <Badge tone="success">Active</Badge>],
          ['Created by', <Creator home={home} creator={project.creator} />],
          ['Created', <RelativeTime date={project.createdAt} />],
          [
            project.archivedAt ? 'Archived' : 'Last change',
            <RelativeTime date={project.archivedAt ?? project.updatedAt} />,
          ],
        ]}
      >
        <Card>
          <CardBody>
            {project.description ? (
              <p className="max-w-prose text-[0.9375rem] leading-relaxed wrap-anywhere whitespace-pre-line">
                {project.description}
              </p>
            ) : (
              <p className="text-muted">No description.</p>
            )}
          </CardBody>
        </Card>
        <RecordActivity session={session} activity={activity} of={project.id} />
      </RecordLayout>
    </>
  ),
)

export default page
export const { generateMetadata } = page

function Actions({ project: { id, name, archivedAt, updatedAt }, path }: { project: Project; path: string }) {
  const fields = { id, version: versionText(updatedAt) }
  return (
    <>
      <PageLink href={`${path}/edit`} className={buttonVariants({ variant: 'secondary' })}>
        Edit
      </PageLink>
      <Form
        action={setProjectStatusAction}
        className="grid gap-3"
        fields={{ ...fields, status: archivedAt ? 'active' : 'archived' }}
      >
        <SubmitButton variant="secondary">{archivedAt ? 'Restore' : 'Archive'}</SubmitButton>
      </Form>
      <ConfirmButton
        action={deleteProjectAction}
        fields={fields}
        trigger="Delete"
        title="Delete this project?"
        submit="Delete project"
      >
        <strong className="text-ink font-medium wrap-anywhere">{name}</strong> will be deleted for everyone and can’t be
        restored. To keep it, archive it instead.
      </ConfirmButton>
    </>
  )
}
