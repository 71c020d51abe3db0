import { ConfirmButton } from '@/components/confirm-button'
import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { permissionsOf } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'
import type { Member } from '@/lib/members/rows'
import { approversFor } from '../approvers'
import { changeRoleAction, removeMemberAction } from './actions'
import { RoleMeanings } from './role-meanings'
import type { RoleWords } from './role-words'

export type MemberActionsProps = {
  session: MemberSession
  member: Member
  /** What a removed member loses access to, in words. */
  lostAccess: string
  /** What each role would change for this member. */
  roles: RoleWords[] | null
  /** The member is the only owner, so their role cannot be changed. */
  onlyOwner: boolean
}

export function MemberActions(props: MemberActionsProps) {
  const { session, member, onlyOwner } = props
  return (
    <>
      {onlyOwner ? <OnlyOwner {...props} /> : <ChangeRole {...props} />}
      {member.userId !== session.userId && <Remove {...props} />}
    </>
  )
}

async function ChangeRole({ session, member, roles }: MemberActionsProps) {
  const { userId, name, role } = member
  const mine = userId === session.userId
  return (
    <Dialog
      trigger="Change role"
      size="sm"
      title={mine ? 'Change your own role' : `Change the role of ${name}`}
      description="The new role counts at once, on every page and for every token."
    >
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
            roles={roles}
            rolesHref={`/o/${session.org.slug}/settings/roles`}
            whose={mine ? 'mine' : undefined}
          />
        </div>
        <DialogActions>
          <DialogCancel />
          <SubmitButton>Save role</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function OnlyOwner({ session, member: { userId, name } }: MemberActionsProps) {
  const [who, their] = userId === session.userId ? ['You are', 'your'] : [`${name} is`, 'their']
  return (
    <Dialog
      trigger="Change role"
      size="sm"
      title={`${who} the only owner`}
      description={`${session.org.name} needs an owner. Make another member owner first, then change ${their} role.`}
    >
      <DialogActions>
        <DialogCancel>Close</DialogCancel>
      </DialogActions>
    </Dialog>
  )
}

function Remove({ session, member: { userId, name, role }, lostAccess }: MemberActionsProps) {
  return (
    <ConfirmButton
      action={removeMemberAction}
      fields={{ userId }}
      trigger="Remove"
      size="sm"
      title={`Remove ${name}?`}
      submit="Remove member"
    >
      {`${name} loses access to ${lostAccess} at once. ${removalConsequences(session, role)} Only inviting them again undoes it.`}
    </ConfirmButton>
  )
}

const words = new Intl.ListFormat('en')

/** What stops working when a member of this role is removed, as a sentence. Without a role: what may stop for several members. */
export function removalConsequences({ customRoles }: Pick<MemberSession, 'customRoles'>, role?: string): string {
  const may = role ? permissionsOf(role, customRoles) : (['org:invitations:write', 'org:api_keys:write'] as const)
  const ends = [
    may.includes('org:invitations:write') && 'open invitations that they sent',
    may.includes('org:api_keys:write') && 'API keys that they made',
  ].filter((what) => typeof what === 'string')
  if (ends.length === 0) return 'What they made stays.'
  const ending = words.format(ends)
  return `${ending.charAt(0).toUpperCase()}${ending.slice(1)} stop working; whatever else they made stays.`
}
