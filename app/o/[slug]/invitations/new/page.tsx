import { Form } from '@/components/form'
import { whyNotAll } from '@/components/role-options'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { maxInvitations } from '@/lib/invitations/send'
import { can } from '@/lib/permissions/grants'
import { approversFor } from '../../approvers'
import { orgPage } from '../../org-page'
import { inviteAction } from './actions'
import { InviteSteps } from './invite-steps'

const page = orgPage(
  { permission: 'org:invitations:write', title: 'Invite members', back: ['/members', 'Members'] },
  async ({ session, home }) => (
    <div className="max-w-3xl">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[
              { label: 'Members', href: `${home}/members` },
              { label: 'Invitations', href: `${home}/invitations` },
              { label: 'Invite' },
            ]}
          />
        }
        title="Invite members"
        description={<span className="wrap-anywhere">We’ll email them a link to join {session.org.name}.</span>}
      />
      <Card>
        <CardBody>
          <Form action={inviteAction}>
            <InviteSteps
              holder={{
                permissions: session.permissions,
                customRoles: session.customRoles,
                isOwner: session.isOwner,
              }}
              whyNot={whyNotAll(session, await approversFor(session))}
              path={`${home}/invitations/new`}
              cancel={`${home}${can(session, 'org:invitations:read') ? '/invitations' : '/members'}`}
              max={maxInvitations}
            />
          </Form>
        </CardBody>
      </Card>
    </div>
  ),
)

export default page
export const { generateMetadata } = page
