import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { exportAction } from './actions'
import { BeginDownload } from './begin-download'

/** The form asks for the password where the sign-in is old; then the file comes. */
export function ExportCard({ slug, name }: { slug: string; name: string }) {
  return (
    <Card id="export" className="scroll-mt-20">
      <CardHeader className="sm:px-6">
        <CardTitle>Export</CardTitle>
        <CardDescription className="max-w-prose">
          Everything in {name} as one archive with a JSON file for each table: members, invitations, roles, API keys,
          the audit log, and what the organization works on. Secrets are not in it. That it was exported is written into the audit log.
        </CardDescription>
      </CardHeader>
      <CardBody className="pb-6 sm:px-6">
        <Form action={exportAction}>
          <BeginDownload href={`/o/${slug}/settings/export`} />
          <SubmitButton variant="secondary">Export all data</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  )
}
