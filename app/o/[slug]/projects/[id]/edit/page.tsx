import type { Metadata } from 'next'
import { EditConflict, SaveButton } from '@/components/edit-conflict'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { versionText } from '@/lib/requests/versions'
import { editProjectAction } from '../../actions'
import { AccessDenied } from '../../../access-denied'
import { ProjectFields } from '../../project-fields'
import { projectOf, type ProjectParams } from '../find-project'

export const metadata: Metadata = { title: 'Edit project' }

export default async function EditProjectPage({ params }: { params: ProjectParams }) {
  const session = await requireOrg(params)
  const project = await projectOf(params)
  const list = `/o/${session.org.slug}/projects`
  const path = `${list}/${project.id}`
  const version = versionText(project.updatedAt)
  return (
    <div className="max-w-2xl">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: 'Projects', href: list }, { label: shorten(project.name), href: path }, { label: 'Edit' }]}
          />
        }
        title="Edit project"
      />
      {can(session, 'org:projects:write') ? (
        <Card>
          <CardBody className="pb-6 first:pt-6 sm:px-6">
            <Form action={editProjectAction}>
              <input type="hidden" name="organization" value={session.org.slug} />
              <input type="hidden" name="id" value={project.id} />
              <EditConflict
                noun="project"
                version={version}
                texts={[
                  { name: 'name', label: 'Name', saved: project.name },
                  { name: 'description', label: 'Description', saved: project.description },
                ]}
                path={`${path}/edit`}
              />
              <ProjectFields name={project.name} description={project.description} />
              <div className="flex flex-wrap gap-2">
                <SaveButton version={version}>Save changes</SaveButton>
                <PageLink href={path} className={buttonVariants({ variant: 'ghost' })}>
                  Cancel
                </PageLink>
              </div>
            </Form>
          </CardBody>
        </Card>
      ) : (
        <AccessDenied
          session={session}
          permission="org:projects:write"
          back={[`/projects/${project.id}`, 'Back to the project']}
        />
      )}
    </div>
  )
}

const shorten = (name: string): string => (name.length > 30 ? `${[...name].slice(0, 29).join('')}…` : name)
