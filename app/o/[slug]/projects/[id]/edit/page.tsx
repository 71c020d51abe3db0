import { RecordForm } from '@/components/record-form'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { PageHeader } from '@/components/ui/page-header'
import { getProject } from '@/lib/projects/queries'
import { projectForm } from '@/lib/projects/schema'
import { versionText } from '@/lib/requests/versions'
import { orgPage } from '../../../org-page'
import { editProjectAction } from '../../actions'

const page = orgPage(
  {
    permission: 'org:projects:write',
    title: 'Edit project',
    back: ['/projects', 'Projects'],
    load: ({ session, params }) => getProject(session, params.id!),
  },
  ({ home, data: project }) => {
    const path = `${home}/projects/${project.id}`
    return (
      <div className="max-w-2xl">
        <PageHeader
          breadcrumb={
            <Breadcrumb
              items={[
                { label: 'Projects', href: `${home}/projects` },
                { label: project.name, href: path },
                { label: 'Edit' },
              ]}
            />
          }
          title="Edit project"
        />
        <RecordForm
          action={editProjectAction}
          fields={projectForm}
          submit="Save changes"
          cancel={path}
          record={{
            noun: 'project',
            id: project.id,
            version: versionText(project.updatedAt),
            values: { name: project.name, description: project.description },
            path: `${path}/edit`,
          }}
        />
      </div>
    )
  },
)

export default page
export const { generateMetadata } = page
