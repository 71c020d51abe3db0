import { CheckboxField } from '@/components/field'
import { permissionAreas, permissionSentence, type Permission } from '@/lib/permissions/catalogue'
import { roleName } from '@/lib/permissions/roles'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Ask } from '@/lib/members/grantors'

type PermissionBoxesProps = { session: MemberSession; ask: Ask }

/** The permissions by area. A permission that the viewer lacks is disabled and says why. */
export function PermissionBoxes({ session, ask }: PermissionBoxesProps) {
  return (
    <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
      {permissionAreas().map(({ name, permissions }) => (
        <fieldset key={name} className="grid content-start gap-1">
          <legend className="pb-1 text-[0.8125rem] font-medium">{name}</legend>
          {permissions.map((permission) => (
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
