import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getMember, type SingleMember } from '@/lib/members/queries'
import type { MemberSession } from '@/lib/pages'
import { missingFor } from '@/lib/permissions/grants'
import { whyAboveMyRole } from '../../../above-my-role'
import { approversFor } from '../../../approvers'
import { orgDialog } from '../../../org-dialog'
import { changeRoleAction } from '../../actions'
import { RoleMeanings } from '../../role-meanings'
import { wordsOfRoles } from '../../role-words'

const page = orgDialog(
  {
    permission: 'org:members:write',
    load: ({ session, params }) => getMember(session, params.id!),
    title: ({ name }) => `Change the role of ${name}`,
    back: ['/members', 'Members'],
  },
  async ({ session, home, data: member }) => {
    const list = `${home}/members`
    const isMine = member.userId === session.userId
    const title = isMine ? 'Change your own role' : `Change the role of ${member.name}`
    const fixed = await whyFixed(session, member)
    if (fixed) return { title, description: fixed, children: <Close list={list} /> }
    return {
      title,
      description: 'Takes effect immediately, on every page and for every token.',
      row: { id: member.userId, field: 'role' },
      children: <ChangeRole session={session} member={member} list={list} isMine={isMine} />,
    }
  },
)

export default page
export const { generateMetadata } = page

async function whyFixed(session: MemberSession, { userId, name, role, isOnlyOwner }: SingleMember) {
  if (missingFor(session, role).length > 0) return whyAboveMyRole(session, role)
  if (!isOnlyOwner) return undefined
  const [who, their] = userId === session.userId ? ['You are', 'your'] : [`${name} is`, 'their']
  return `${who} the only owner, and ${session.org.name} needs one. Make another member owner first, then change ${their} role.`
}

function Close({ list }: { list: string }) {
  return (
    <DialogActions>
      <BackLink href={list}>Close</BackLink>
    </DialogActions>
  )
}

type ChangeRoleProps = { session: MemberSession; member: SingleMember; list: string; isMine: boolean }

async function ChangeRole({ session, member: { userId, role }, list, isMine }: ChangeRoleProps) {
  return (
    <Form action={changeRoleAction} fields={{ userId, version: role }}>
      <div className="grid gap-3">
        <SelectField
          name="role"
          label="Role"
          defaultValue={role}
          hint={whyNotAll(session, await approversFor(session))}
        >
          <RoleOptions holder={session} />
        </SelectField>
        <RoleMeanings
          roles={wordsOfRoles(session, role)}
          rolesHref={`/o/${session.org.slug}/settings/roles`}
          whose={isMine ? 'mine' : undefined}
        />
      </div>
      <DialogActions>
        <BackLink href={list} />
        <SubmitButton>Save role</SubmitButton>
      </DialogActions>
    </Form>
  )
}
