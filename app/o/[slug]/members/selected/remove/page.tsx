import { Form } from '@/components/form'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getMembers } from '@/lib/members/queries'
import { orgDialog } from '../../../org-dialog'
import { removeMembersAction } from '../../actions'
import { removalConsequences } from '../../removal'
import { selectedSearchSchema, toField } from '../../selection'
import { countText, namesOf } from '../names'
import { noneSelected } from '../none'

const page = orgDialog(
  {
    permission: 'org:members:write',
    search: selectedSearchSchema,
    load: ({ session, search: { userIds } }) => getMembers(session, userIds),
    title: 'Remove members',
    back: ['/members', 'Members'],
  },
  ({ session, home, data: members }) => {
    if (members.length === 0) return noneSelected(home)
    return {
      title: `Remove ${members.length === 1 ? members[0]!.name : countText(members)}?`,
      description: `${namesOf(members)} will lose access to ${session.org.name} immediately. ${removalConsequences(session)} To restore access, invite them again.`,
      children: (
        <Form action={removeMembersAction} fields={{ members: toField(members) }}>
          <DialogActions>
            <BackLink href={`${home}/members`} />
            <SubmitButton variant="danger">{members.length === 1 ? 'Remove member' : 'Remove members'}</SubmitButton>
          </DialogActions>
        </Form>
      ),
    }
  },
)

export default page
export const { generateMetadata } = page
