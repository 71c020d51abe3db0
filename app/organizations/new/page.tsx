import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Form } from '@/components/form'
import { OrganizationDesigner } from '@/components/organization-designer'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireUser } from '@/lib/pages'
import { getEnv } from '@/lib/env'
import { hueNames } from '@/lib/organizations/hues'
import { proposeOrganization } from '@/lib/organizations/proposal'
import { pageMyOrganizations } from '@/lib/organizations/queries'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { Unverified } from '../unverified'
import { createOrganizationAction } from './actions'

export const metadata: Metadata = { title: 'Create organization' }

export default async function NewOrganizationPage() {
  const ctx = await requireUser('/organizations/new')
  const { user } = ctx
  const hasAny = (await pageMyOrganizations(ctx, { limit: 1 })).data.length > 0
  if (isSingleTenancy() && hasAny) redirect('/organizations')
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: 'Your organizations', href: '/organizations' }, { label: 'Create organization' }]}
          />
        }
        title="Create organization"
        description="You’ll be its owner. No one else can see it until you invite them."
      />
      {user.emailVerified ? (
        <Card>
          <CardBody>
            <Form action={createOrganizationAction}>
              <OrganizationDesigner
                address={`${getEnv().APP_URL}/o/`}
                proposal={await proposeOrganization(ctx)}
                hueNames={hueNames}
                cancel={hasAny ? '/organizations' : undefined}
              />
            </Form>
          </CardBody>
        </Card>
      ) : (
        <Unverified email={user.email} />
      )}
    </>
  )
}
