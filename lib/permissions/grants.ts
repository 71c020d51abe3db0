// Who may do and grant what: a role above one's own can be neither granted nor changed nor removed.
import { AppError, fieldError } from '@/lib/errors'
import { type Permission, permissionWords } from './catalogue'
import { type Holder, isRoleOf, roleKeysOf, permissionsOf, roleName } from './roles'

/** Missing permissions as the target of an audit event. */
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

/** Being an owner, which permissions do not replace: a copy of the role owner cannot make, change or remove owners. */
export const ownership = 'the role owner'
export type Missing = Permission | typeof ownership
/**
 * What the holder lacks to grant or change a role, or to change or remove its members: permissions of the role that the
 * holder lacks, and for owner the role itself.
 */
export function missingFor(holder: Holder, role: string): Missing[] {
  const lacked = lackedBy(holder, permissionsOf(role, holder.customRoles))
  return lacked.length === 0 && role === 'owner' && !holder.isOwner ? [ownership] : lacked
}

/** The permissions in `some` that the holder lacks. */
export const lackedBy = (holder: Pick<Holder, 'permissions'>, some: readonly Permission[]): Permission[] =>
  some.filter((permission) => !holder.permissions.includes(permission))

/**
 * Throws validation_failed for an unknown role; insufficient_permissions, with what is missing, for one above the
 * holder's.
 */
export function assertMayGrant(holder: Holder, role: string): void {
  if (!isRoleOf(holder, role)) throw fieldError('role', `Use one of ${roleKeysOf(holder).join(', ')}.`)
  const missing = missingFor(holder, role)
  if (missing.length === 0) return
  const detail = missing.includes(ownership)
    ? 'Only owners can make, change or remove an owner. A custom role with the same permissions isn’t enough.'
    : `You need what the role ${role} allows yourself: ${missing.join(', ')}.`
  const refused = { type: 'role', id: role, name: roleName(role, holder.customRoles) }
  throw new AppError('insufficient_permissions', { detail, refused })
}

/** Whether the role or key has the permission. It decides what is shown; `withOrg` and `queryOrg` enforce it. */
export const can = (holder: Pick<Holder, 'permissions'>, permission: Permission): boolean =>
  holder.permissions.includes(permission)
