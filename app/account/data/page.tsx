import type { Metadata } from 'next'
import { BeginDownload } from '@/components/begin-download'
import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { accountRestorableDays } from '@/lib/accounts/deletion'
import { requireUser } from '@/lib/pages'
import { AccountPage } from '../account-page'
import { exportAction } from './actions'

export const metadata: Metadata = { title: 'Data' }

export default async function DataPage() {
  await requireUser('/account/data')
  return (
    <AccountPage current="/data" title="Data" description="Export your data or delete your account.">
      <Card>
        <CardHeader>
          <CardTitle>Export</CardTitle>
          <CardDescription>
            Your profile, sessions, organizations, invitations and the emails we sent you, as one JSON file. What you
            created in an organization belongs to it, and is part of its export.
          </CardDescription>
        </CardHeader>
        <CardBody>
          <Form action={exportAction}>
            <BeginDownload href="/api/account/export" />
            <SubmitButton variant="secondary">Export my data</SubmitButton>
          </Form>
        </CardBody>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Delete my account</CardTitle>
          <CardDescription>
            You’ll be signed out everywhere. To restore your account, sign in within {accountRestorableDays} days. After
            that it is erased, and audit logs no longer name you. What you created in organizations stays there.
          </CardDescription>
        </CardHeader>
        <CardBody>
          <PageLink href="/account/data/delete" className={buttonVariants({ variant: 'quiet-danger' })}>
            Delete my account
          </PageLink>
        </CardBody>
      </Card>
    </AccountPage>
  )
}
