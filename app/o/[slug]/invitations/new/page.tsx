import type { Metadata } from 'next'
import { Form } from '@/components/form'
import { whyNotAll } from '@/components/role-options'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/permissions/grants'
import { requireOrg } from '@/lib/pages'
import { maxInvitations } from '@/lib/invitations/send'
import { approversFor } from '../../approvers'
import { AccessDenied } from '../../access-denied'
import { inviteAction } from './actions'
import { InviteSteps } from './invite-steps'

export const metadata: Metadata = { title: 'Invite members' }

export default async function InvitePage({ params }: { params: Promise<{ slug: string }> }) {
  const session = await requireOrg(params)
  const base = `/o/${session.org.slug}`
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
        description={<span className="wrap-anywhere">They get a mail with a link to join {session.org.name}.</span>}
      />
      {can(session, 'org:invitations:write') ? (
        <Card>
          <CardBody className="pb-6 first:pt-6 sm:px-6">
            <Form action={inviteAction}>
              <InviteSteps
                holder={{
                  permissions: session.permissions,
                  customRoles: session.customRoles,
                  isOwner: session.isOwner,
                }}
                whyNot={whyNotAll(session, await approversFor(session))}
                path={`${base}/invitations/new`}
                max={maxInvitations}
              />
            </Form>
          </CardBody>
        </Card>
      ) : (
        <AccessDenied session={session} permission="org:invitations:write" />
      )}
    </div>
  )
}
