import { SelectField } from '@/components/field'
import { Form, SubmitButton } from '@/components/form'
import { RoleOptions, whyNotAll } from '@/components/role-options'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { permissionsOf } from '@/lib/permissions/roles'
import type { MemberEntry } from '@/lib/pages'
import type { Member } from '@/lib/members/rows'
import { whomToAsk } from '../whom-to-ask'
import { changeRoleAction, removeMemberAction } from './actions'
import { RoleMeanings } from './role-meanings'
import type { RoleWords } from './role-words'

export type MemberActionsProps = {
  entry: MemberEntry
  member: Member
  /** What a member who is removed loses, in words. */
  loses: string
  /** What each role means for somebody of this member's. */
  roles: RoleWords[] | null
  /** They are the only owner, who has to stay one. */
  onlyOwner: boolean
}

export function MemberActions(props: MemberActionsProps) {
  const { entry, member, onlyOwner } = props
  return (
    <>
      {onlyOwner ? <OnlyOwner {...props} /> : <ChangeRole {...props} />}
      {member.userId !== entry.userId && <Remove {...props} />}
    </>
  )
}

async function ChangeRole({ entry, member, roles }: MemberActionsProps) {
  const { userId, name, role } = member
  const mine = userId === entry.userId
  return (
    <Dialog
      trigger="Change role"
      size="sm"
      title={mine ? 'Change your own role' : `Change the role of ${name}`}
      description="The new role counts at once, on every page and for every token."
    >
      <Form action={changeRoleAction}>
        <Hidden entry={entry} member={member} />
        <input type="hidden" name="seen" value={role} />
        <div className="grid gap-3">
          <SelectField name="role" label="Role" defaultValue={role} hint={whyNotAll(entry, await whomToAsk(entry))}>
            <RoleOptions holder={entry} />
          </SelectField>
          <RoleMeanings
            roles={roles}
            rolesHref={`/o/${entry.org.slug}/settings/roles`}
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

function OnlyOwner({ entry, member: { userId, name } }: MemberActionsProps) {
  const [who, their] = userId === entry.userId ? ['You are', 'your'] : [`${name} is`, 'their']
  return (
    <Dialog
      trigger="Change role"
      size="sm"
      title={`${who} the only owner`}
      description={`${entry.org.name} needs an owner. Make another member owner first, then change ${their} role.`}
    >
      <DialogActions>
        <DialogCancel>Close</DialogCancel>
      </DialogActions>
    </Dialog>
  )
}

function Remove({ entry, member, loses }: MemberActionsProps) {
  const { name, role } = member
  return (
    <Dialog
      trigger="Remove"
      variant="ghost"
      size="sm"
      title={`Remove ${name}?`}
      description={`${name} loses access to ${loses} at once. ${endsWith(entry, role)} Only inviting them again undoes it.`}
    >
      <Form action={removeMemberAction}>
        <Hidden entry={entry} member={member} />
        <DialogActions>
          <DialogCancel />
          <SubmitButton variant="danger">Remove member</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

const Hidden = ({ entry, member }: Pick<MemberActionsProps, 'entry' | 'member'>) => (
  <>
    <input type="hidden" name="organization" value={entry.org.slug} />
    <input type="hidden" name="userId" value={member.userId} />
  </>
)

const words = new Intl.ListFormat('en')

/** What goes with somebody of a role, and what does not. Without a role: whatever may go with several people. */
export function endsWith({ customRoles }: Pick<MemberEntry, 'customRoles'>, role?: string): string {
  const may = role ? permissionsOf(role, customRoles) : (['org:invitations:write', 'org:api_keys:write'] as const)
  const ends = [
    may.includes('org:invitations:write') && 'open invitations that they sent',
    may.includes('org:api_keys:write') && 'API keys that they made',
  ].filter((what) => typeof what === 'string')
  if (ends.length === 0) return 'What they made stays.'
  const ending = words.format(ends)
  return `${ending.charAt(0).toUpperCase()}${ending.slice(1)} stop working; whatever else they made stays.`
}
