import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getMembers } from '@/lib/members/queries'
import { approversFor } from '../../../approvers'
import { orgDialog } from '../../../org-dialog'
import { changeRolesAction } from '../../actions'
import { RoleMeanings } from '../../role-meanings'
import { wordsOfRoles } from '../../role-words'
import { selectedSearchSchema, toField } from '../../selection'
import { countText, namesOf } from '../names'
import { noneSelected } from '../none'

const page = orgDialog(
  {
    permission: 'org:members:write',
    search: selectedSearchSchema,
    load: ({ session, search: { userIds } }) => getMembers(session, userIds),
    title: 'Change roles',
    back: ['/members', 'Members'],
  },
  async ({ session, home, data: members }) => {
    if (members.length === 0) return noneSelected(home)
    return {
      title: `Change the role of ${countText(members)}`,
      description: `The new role takes effect immediately for ${namesOf(members)}.`,
      children: (
        <Form action={changeRolesAction} fields={{ members: toField(members) }}>
          <div className="grid gap-3">
            <SelectField
              name="role"
              label="New role"
              defaultValue="member"
              hint={whyNotAll(session, await approversFor(session))}
            >
              <RoleOptions holder={session} />
            </SelectField>
            <RoleMeanings roles={wordsOfRoles(session)} rolesHref={`${home}/settings/roles`} whose="several" />
          </div>
          <DialogActions>
            <BackLink href={`${home}/members`} />
            <SubmitButton>Save roles</SubmitButton>
          </DialogActions>
        </Form>
      ),
    }
  },
)

export default page
export const { generateMetadata } = page
