import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { allowAccessReportAction } from './actions'

/** `since`: since when members may open the access report; null if they may not. */
export function AccessReportCard({ since }: { since: Date | null }) {
  return (
    <Card id="access-report" className="scroll-mt-20">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          Access report {since && <Badge tone="success">On</Badge>}
        </CardTitle>
        <CardDescription className="max-w-prose">
          A drawer on every page tells members why they see it: their role and permissions, the rows that the database
          returned and the policy that isolates them, and the token of their tab. It shows nothing that they can’t see
          anyway.
        </CardDescription>
      </CardHeader>
      <CardBody>
        <Form action={allowAccessReportAction} fields={{ allowed: since ? 'no' : 'yes' }}>
          <SubmitButton variant="secondary">{since ? 'Turn off' : 'Let members open it'}</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  )
}
