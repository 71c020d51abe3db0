import type { Metadata } from 'next'
import { Form } from '@/components/form'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { AccessDenied } from '../../../access-denied'
import { createRoleAction } from '../actions'
import { closedBoxes } from '../closed-boxes'
import { RoleFields } from '../role-fields'

export const metadata: Metadata = { title: 'New role' }

export default async function NewRolePage({ params }: { params: Promise<{ slug: string }> }) {
  const session = await requireOrg(params)
  const path = `/o/${session.org.slug}/settings/roles`
  return (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Roles', href: path }, { label: 'New' }]} />}
        title="New role"
        description="Choose what people in this role may do. It can be changed later, and counts at once."
      />
      {can(session, 'org:roles:write') ? (
        <Card>
          <CardBody className="pb-6 first:pt-6 sm:px-6">
            <Form action={createRoleAction}>
              <RoleFields closed={await closedBoxes(session)} submit="Create role" path={path} />
            </Form>
          </CardBody>
        </Card>
      ) : (
        <AccessDenied session={session} permission="org:roles:write" back={['/settings/roles', 'Roles']} />
      )}
    </div>
  )
}
