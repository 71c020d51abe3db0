import type { Metadata } from 'next'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { PageLink } from '@/components/page-link'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { createProjectAction } from '../actions'
import { AccessDenied } from '../../access-denied'
import { ProjectFields } from '../project-fields'

export const metadata: Metadata = { title: 'New project' }

export default async function NewProjectPage({ params }: { params: Promise<{ slug: string }> }) {
  const session = await requireOrg(params)
  const path = `/o/${session.org.slug}/projects`
  return (
    <div className="max-w-2xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Projects', href: path }, { label: 'New' }]} />}
        title="New project"
        description={`Every member of ${session.org.name} will see it, and nobody else.`}
      />
      {can(session, 'org:projects:write') ? (
        <Card>
          <CardBody className="pb-6 first:pt-6 sm:px-6">
            <Form action={createProjectAction}>
              <input type="hidden" name="organization" value={session.org.slug} />
              <ProjectFields />
              <div className="flex flex-wrap gap-2">
                <SubmitButton>Create project</SubmitButton>
                <PageLink href={path} className={buttonVariants({ variant: 'ghost' })}>
                  Cancel
                </PageLink>
              </div>
            </Form>
          </CardBody>
        </Card>
      ) : (
        <AccessDenied session={session} permission="org:projects:write" back={['/projects', 'Projects']} />
      )}
    </div>
  )
}
