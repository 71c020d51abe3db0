import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ConfirmButton } from '@/components/confirm-button'
import { Alert } from '@/components/ui/alert'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { accountRestorableDays, listOnlyOwned } from '@/lib/accounts/deletion'
import { AppError } from '@/lib/errors'
import { hrefOf, requireUser } from '@/lib/pages'
import { AccountPage } from '../../account-page'
import { deleteAccountAction } from '../actions'
import { OwnedOrganizationCard } from './owned-organization'

export const metadata: Metadata = { title: 'Delete my account' }

export default async function DeleteAccountPage() {
  const ctx = await requireUser('/account/data/delete')
  const owned = await listOnlyOwned(ctx).catch(leadToSetUp)
  return (
    <AccountPage
      current="/data"
      title="Delete my account"
      description={`${ctx.user.name}, ${ctx.user.email}`}
      breadcrumb={<Breadcrumb items={[{ label: 'Data', href: '/account/data' }, { label: 'Delete my account' }]} />}
    >
      {owned.length > 0 ? (
        <>
          <Alert tone="warning" title="First, choose what happens to the organizations only you own">
            Every organization needs an owner. Make another member owner, or delete the organization.
          </Alert>
          {owned.map((organization) => (
            <OwnedOrganizationCard key={organization.id} ctx={ctx} organization={organization} />
          ))}
        </>
      ) : (
        <Final />
      )}
    </AccountPage>
  )
}

// An organization that requires a second factor tells an owner without one nothing about itself.
function leadToSetUp(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'second_factor_required') throw error
  redirect(hrefOf('/account/security', { callbackUrl: '/account/data/delete' }))
}

function Final() {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Delete your account</CardTitle>
        <CardDescription>
          You’ll leave every organization, your API keys stop working, and you’re signed out everywhere. Until your
          account is erased in {accountRestorableDays} days, you can restore it by signing in.
        </CardDescription>
      </CardHeader>
      <CardBody>
        <ConfirmButton
          action={deleteAccountAction}
          trigger="Delete my account"
          variant="danger"
          title="Delete your account?"
          submit="Delete my account"
        >
          You’ll be signed out now. After {accountRestorableDays} days the account can’t be restored.
        </ConfirmButton>
      </CardBody>
    </Card>
  )
}
