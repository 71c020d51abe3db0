import { Form } from '@/components/form'
import { getInvitation } from '@/lib/invitations/queries'
import { lifetime } from '@/lib/invitations/schema'
import { orgDialog } from '../../../org-dialog'
import { copyInvitationLinkAction } from '../../actions'
import { CopiedLink } from '../../copied-link'

const page = orgDialog(
  {
    permission: 'org:invitations:write',
    load: ({ session, params }) => getInvitation(session, params.id!),
    title: ({ email }) => `Copy the link of ${email}`,
    back: ['/invitations', 'Invitations'],
  },
  ({ home, data: { id, email } }) => ({
    title: 'Copy an invitation link',
    description: `Creates a new link for ${email} that expires in ${lifetime()}. The emailed link stops working, and the new one is shown only once.`,
    children: (
      <Form action={copyInvitationLinkAction} fields={{ id }}>
        <CopiedLink list={`${home}/invitations`} />
      </Form>
    ),
  }),
)

export default page
export const { generateMetadata } = page
