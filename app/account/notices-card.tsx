import { CheckboxField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { optionalNotices, type OptionalNotice } from '@/lib/mail/notices'
import { saveNoticesAction } from './actions'

const labels: Record<OptionalNotice, string> = {
  new_device: 'A sign-in from a new browser',
  role_changed: 'A change of my role in an organization',
  invitation_answered: 'An answer to an invitation of mine',
}

export function NoticesCard({ muted }: { muted: readonly string[] }) {
  return (
    <Card id="notices" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Email notifications</CardTitle>
        <CardDescription>
          We always email you about changes of your password or address and when you’re removed from an organization.
          The rest is up to you.
        </CardDescription>
      </CardHeader>
      <CardBody>
        <Form action={saveNoticesAction}>
          <div className="grid gap-2">
            {optionalNotices.map((notice) => (
              <CheckboxField
                key={notice}
                name={notice}
                label={labels[notice]}
                value="yes"
                defaultChecked={!muted.includes(notice)}
              />
            ))}
          </div>
          <SubmitButton variant="secondary">Save notifications</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  )
}
