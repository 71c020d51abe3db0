import { Form } from '@/components/form'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getInvitation } from '@/lib/invitations/queries'
import { lifetime } from '@/lib/invitations/schema'
import { orgDialog } from '../../../org-dialog'
import { resendInvitationAction } from '../../actions'

const page = orgDialog(
  {
    permission: 'org:invitations:write',
    load: ({ session, params }) => getInvitation(session, params.id!),
    title: ({ email }) => `Resend the invitation of ${email}`,
    back: ['/invitations', 'Invitations'],
  },
  ({ home, data: { id, email } }) => ({
    title: 'Resend this invitation?',
    description: `We’ll email a new link to ${email}. It expires in ${lifetime()}, and the previous link stops working.`,
    children: (
      <Form action={resendInvitationAction} fields={{ id }}>
        <DialogActions>
          <BackLink href={`${home}/invitations`} />
          <SubmitButton>Resend invitation</SubmitButton>
        </DialogActions>
      </Form>
    ),
  }),
)

export default page
export const { generateMetadata } = page
