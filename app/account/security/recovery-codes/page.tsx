import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { getAccount } from '@/lib/accounts/profile'
import { hasSecondFactor } from '@/lib/auth/factors'
import { isAnswer, requireUser } from '@/lib/pages'
import { AccountPage } from '../../account-page'
import { renewRecoveryCodesAction } from '../actions'
import { securityPath } from '../return'
import { ShownCodes } from '../shown-codes'

export const metadata: Metadata = { title: 'New recovery codes' }

export default async function RecoveryCodesPage() {
  const ctx = await requireUser('/account/security/recovery-codes')
  // Without a second factor there are no codes. The answer says so to a person whose factor was removed meanwhile.
  if (!hasSecondFactor((await getAccount(ctx)).factors) && !(await isAnswer())) redirect(securityPath)
  return (
    <AccountPage
      current="/security"
      title="New recovery codes"
      breadcrumb={<Breadcrumb items={[{ label: 'Security', href: securityPath }, { label: 'New recovery codes' }]} />}
    >
      <Card>
        <CardBody>
          <Form action={renewRecoveryCodesAction}>
            <ShownCodes title="Your new recovery codes" next={securityPath}>
              <p className="text-muted text-sm text-pretty">
                You’ll get ten new codes. The ones you have now stop working immediately.
              </p>
              <SubmitButton>Create new codes</SubmitButton>
            </ShownCodes>
          </Form>
        </CardBody>
      </Card>
    </AccountPage>
  )
}
