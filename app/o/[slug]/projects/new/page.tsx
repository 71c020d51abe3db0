import { RecordForm } from '@/components/record-form'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { PageHeader } from '@/components/ui/page-header'
import { projectForm } from '@/lib/projects/schema'
import { orgPage } from '../../org-page'
import { createProjectAction } from '../actions'

const page = orgPage(
  { permission: 'org:projects:write', title: 'New project', back: ['/projects', 'Projects'] },
  ({ session, home }) => (
    <div className="max-w-2xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Projects', href: `${home}/projects` }, { label: 'New' }]} />}
        title="New project"
        description={`Only members of ${session.org.name} will see it.`}
      />
      <RecordForm
        action={createProjectAction}
        fields={projectForm}
        submit="Create project"
        cancel={`${home}/projects`}
      />
    </div>
  ),
)

export default page
export const { generateMetadata } = page
