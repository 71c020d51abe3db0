import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { getAuditRetention } from '@/lib/audit-log/retention'
import { orgPage } from '../../../org-page'
import { Retention } from './retention-card'
import { VerifyChain } from './verify-chain'

const page = orgPage(
  {
    permission: 'org:audit:read',
    title: 'Retention of the audit log',
    back: ['/settings/audit-log', 'Audit log'],
    load: ({ session }) => getAuditRetention(session),
  },
  ({ session, home, data: retention }) => (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: 'Audit log', href: `${home}/settings/audit-log` }]} />}
        title="Retention"
        description="How long events are kept, and whether the log is complete."
      />
      <div className="grid gap-6">
        <Retention session={session} retention={retention} />
        <Card>
          <CardBody>
            <VerifyChain />
          </CardBody>
        </Card>
      </div>
    </div>
  ),
)

export default page
export const { generateMetadata } = page
