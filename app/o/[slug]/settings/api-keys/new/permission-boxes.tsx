import { CheckboxField } from '@/components/field'
import { capitalize, permissions, permissionSentence, type Permission } from '@/lib/permissions/catalogue'
import { roleName } from '@/lib/permissions/roles'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Ask } from '../../../approvers'

const names: Record<string, string> = { api_keys: 'API keys', audit: 'Audit log' }

// org:read is about the organization itself, org:projects:read about its projects.
function subjectOf(permission: Permission): string {
  const [, subject = '', verb] = permission.split(':')
  return verb === undefined ? 'Organization' : (names[subject] ?? capitalize(subject.replaceAll('_', ' ')))
}

type PermissionBoxesProps = { session: MemberSession; ask: Ask }

/** The catalogue by subject. What the person lacks is there, out of reach, and says why. */
export function PermissionBoxes({ session, ask }: PermissionBoxesProps) {
  const subjects = [...new Set(permissions.map(subjectOf))]
  return (
    <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
      {subjects.map((subject) => (
        <fieldset key={subject} className="grid content-start gap-1">
          <legend className="pb-1 text-[0.8125rem] font-medium">{subject}</legend>
          {permissions
            .filter((permission) => subjectOf(permission) === subject)
            .map((permission) => (
              <PermissionBox key={permission} session={session} ask={ask} permission={permission} />
            ))}
        </fieldset>
      ))}
    </div>
  )
}

function PermissionBox({ session, ask, permission }: PermissionBoxesProps & { permission: Permission }) {
  const lacking = !can(session, permission)
  return (
    <CheckboxField
      name={permission}
      label={permission}
      disabled={lacking}
      hint={
        lacking
          ? `${permissionSentence(permission)} Your role ${roleName(session.role, session.customRoles)} may not. ${ask([permission])}`
          : permissionSentence(permission)
      }
    />
  )
}
