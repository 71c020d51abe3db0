import type { Metadata } from 'next'
import { Form } from '@/components/form'
import { whyNotAll } from '@/components/role-options'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { maxInvitations } from '@/lib/invitations/send'
import { whomToAsk } from '../../whom-to-ask'
import { MayNot } from '../../why-not'
import { inviteAction } from './actions'
import { InviteSteps } from './invite-steps'

export const metadata: Metadata = { title: 'Invite members' }

export default async function InvitePage({ params }: { params: Promise<{ slug: string }> }) {
  const entry = await requireOrg(params)
  const base = `/o/${entry.org.slug}`
  return (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[
              { label: 'Members', href: `${base}/members` },
              { label: 'Invitations', href: `${base}/invitations` },
              { label: 'Invite' },
            ]}
          />
        }
        title="Invite members"
        description={<span className="wrap-anywhere">They get a mail with a link to join {entry.org.name}.</span>}
      />
      {can(entry, 'org:invitations:write') ? (
        <Card>
          <CardBody className="pb-6 first:pt-6 sm:px-6">
            <Form action={inviteAction}>
              <input type="hidden" name="organization" value={entry.org.slug} />
              <InviteSteps
                holder={{ permissions: entry.permissions, customRoles: entry.customRoles, isOwner: entry.isOwner }}
                whyNot={whyNotAll(entry, await whomToAsk(entry))}
                path={`${base}/invitations/new`}
                max={maxInvitations}
              />
            </Form>
          </CardBody>
        </Card>
      ) : (
        <MayNot entry={entry} permission="org:invitations:write" />
      )}
    </div>
  )
}
