import { Form } from '@/components/form'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { orgPage } from '../../../org-page'
import { createRoleAction } from '../actions'
import { disabledReasons } from '../../disabled-reasons'
import { RoleFields } from '../role-fields'

const page = orgPage(
  { permission: 'org:roles:write', title: 'New role', back: ['/settings/roles', 'Roles'] },
  async ({ session, home }) => {
    const path = `${home}/settings/roles`
    return (
      <div className="max-w-3xl">
        <PageHeader
          breadcrumb={<Breadcrumb items={[{ label: 'Roles', href: path }, { label: 'New' }]} />}
          title="New role"
          description="Choose what people with this role can do. Changes take effect immediately."
        />
        <Card>
          <CardBody>
            <Form action={createRoleAction}>
              <RoleFields disabledReasons={await disabledReasons(session)} submit="Create role" path={path} />
            </Form>
          </CardBody>
        </Card>
      </div>
    )
  },
)

export default page
export const { generateMetadata } = page
