import { Form } from '@/components/form'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getInvitation } from '@/lib/invitations/queries'
import { orgDialog } from '../../../org-dialog'
import { revokeInvitationAction } from '../../actions'

const page = orgDialog(
  {
    permission: 'org:invitations:write',
    load: ({ session, params }) => getInvitation(session, params.id!),
    title: ({ email }) => `Revoke the invitation of ${email}`,
    back: ['/invitations', 'Invitations'],
  },
  ({ home, data: { id, email } }) => ({
    title: 'Revoke this invitation?',
    description: `The link sent to ${email} stops working immediately. They aren’t notified, and you can invite them again.`,
    children: (
      <Form action={revokeInvitationAction} fields={{ id }}>
        <DialogActions>
          <BackLink href={`${home}/invitations`} />
          <SubmitButton variant="danger">Revoke invitation</SubmitButton>
        </DialogActions>
      </Form>
    ),
  }),
)

export default page
export const { generateMetadata } = page
