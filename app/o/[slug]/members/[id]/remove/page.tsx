import { Form } from '@/components/form'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getMember } from '@/lib/members/queries'
import { orgDialog } from '../../../org-dialog'
import { removeMemberAction } from '../../actions'
import { removalConsequences } from '../../removal'

const page = orgDialog(
  {
    permission: 'org:members:write',
    load: ({ session, params }) => getMember(session, params.id!),
    title: ({ name }) => `Remove ${name}`,
    back: ['/members', 'Members'],
  },
  ({ session, home, data: { userId, name, role } }) => ({
    title: `Remove ${name}?`,
    description: `${name} will lose access to ${session.org.name} immediately. ${removalConsequences(session, role)} To restore access, invite them again.`,
    row: { id: userId },
    children: (
      <Form action={removeMemberAction} fields={{ userId }}>
        <DialogActions>
          <BackLink href={`${home}/members`} />
          <SubmitButton variant="danger">Remove member</SubmitButton>
        </DialogActions>
      </Form>
    ),
  }),
)

export default page
export const { generateMetadata } = page
