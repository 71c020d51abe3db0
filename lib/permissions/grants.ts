// Who may do what, and give what to whom: nobody grants, changes or removes what is above their own role.
import { AppError, fieldError } from '@/lib/errors'
import { type Permission, permissionWords } from './catalogue'
import { type Holder, isRoleOf, roleKeysOf, permissionsOf, roleName } from './roles'

/** What the audit trail says that was refused, where some permissions were lacking. */
export const refusedFor = (missing: readonly Permission[]) => ({
  type: 'permission',
  id: missing.join(' '),
  name: new Intl.ListFormat('en').format(missing.map((permission) => permissionWords[permission])),
})

/** Throws `insufficient_permissions`, naming the permission, unless the holder has it. */
export function assertPermission(holder: Pick<Holder, 'permissions'>, permission: Permission): void {
  if (holder.permissions.includes(permission)) return
  const detail = `You need the permission ${permission} for this.`
  throw new AppError('insufficient_permissions', { detail, refused: refusedFor([permission]) })
}

/** What no permission replaces: a copy of the role owner allows the same, but makes, changes and removes no owner. */
export const ownership = 'the role owner'
export type Missing = Permission | typeof ownership
/**
 * What the holder lacks to grant, change or remove a role, or somebody who has it: what the role allows and they may not, and
 * for the role owner, to be one.
 */
export function missingFor(holder: Holder, role: string): Missing[] {
  const lacked = lackedBy(holder, permissionsOf(role, holder.customRoles))
  return lacked.length === 0 && role === 'owner' && !holder.isOwner ? [ownership] : lacked
}

/** Those of some permissions that the holder does not have. */
export const lackedBy = (holder: Pick<Holder, 'permissions'>, some: readonly Permission[]): Permission[] =>
  some.filter((permission) => !holder.permissions.includes(permission))

/** Throws validation_failed for a role that does not exist; `insufficient_permissions`, naming what is missing, for one above the holder. */
export function assertMayGrant(holder: Holder, role: string): void {
  if (!isRoleOf(holder, role)) throw fieldError('role', `Use one of ${roleKeysOf(holder).join(', ')}.`)
  const missing = missingFor(holder, role)
  if (missing.length === 0) return
  const detail = missing.includes(ownership)
    ? 'Only an owner makes, changes or removes an owner. A role that allows the same is none.'
    : `You need what the role ${role} allows yourself: ${missing.join(', ')}.`
  const refused = { type: 'role', id: role, name: roleName(role, holder.customRoles) }
  throw new AppError('insufficient_permissions', { detail, refused })
}

export const can = (holder: Pick<Holder, 'permissions'>, permission: Permission): boolean =>
  holder.permissions.includes(permission)
