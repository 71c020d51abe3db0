// The catalogue of permissions and the built-in roles. A fork adds its own permissions here and nowhere else.
import { AppError } from '@/lib/errors'

export const permissions = [
  'org:read',
  'org:manage',
  'org:delete',
  'org:transfer',
  'org:members:read',
  'org:members:write',
  'org:invitations:read',
  'org:invitations:write',
  'org:roles:write',
  'org:projects:read',
  'org:projects:write',
  'org:audit:read',
  'org:api_keys:read',
  'org:api_keys:write',
  'org:webhooks:read',
  'org:webhooks:write',
] as const

export type Permission = (typeof permissions)[number]

/** Completes "You may …". */
export const permissionWords: Record<Permission, string> = {
  'org:read': 'see this organization',
  'org:manage': 'change its name and settings',
  'org:delete': 'delete it',
  'org:transfer': 'hand it over to another owner',
  'org:members:read': 'see who belongs to it',
  'org:members:write': 'change roles and remove members',
  'org:invitations:read': 'see pending invitations',
  'org:invitations:write': 'invite people',
  'org:roles:write': 'define roles',
  'org:projects:read': 'see projects',
  'org:projects:write': 'create, change, archive and delete projects',
  'org:audit:read': 'read the audit log',
  'org:api_keys:read': 'see API keys',
  'org:api_keys:write': 'create and revoke API keys',
  'org:webhooks:read': 'see webhooks',
  'org:webhooks:write': 'change webhooks',
}

const viewer: Permission[] = ['org:read', 'org:members:read', 'org:projects:read']
const member: Permission[] = [...viewer, 'org:projects:write']

export const builtInRoles = {
  owner: [...permissions],
  admin: permissions.filter((permission) => permission !== 'org:delete' && permission !== 'org:transfer'),
  member,
  viewer,
} as const satisfies Record<string, readonly Permission[]>

export type RoleKey = keyof typeof builtInRoles

/** A role's key as people read it. */
export const roleName = (role: string): string => role.charAt(0).toUpperCase() + role.slice(1)

/** In: a role's key. Out: what it allows; nothing for a role that does not exist. */
export function permissionsOf(role: string): readonly Permission[] {
  return Object.hasOwn(builtInRoles, role) ? builtInRoles[role as RoleKey] : []
}

/** Throws `insufficient_permissions`, naming the permission, unless the holder has it. */
export function assertPermission(holder: { permissions: readonly Permission[] }, permission: Permission): void {
  if (holder.permissions.includes(permission)) return
  throw new AppError('insufficient_permissions', { detail: `You need the permission ${permission} for this.` })
}

/** The built-in roles, the mightiest first. */
export const roleKeys = Object.keys(builtInRoles) as [RoleKey, ...RoleKey[]]

export const isRoleKey = (role: string): role is RoleKey => Object.hasOwn(builtInRoles, role)

/** What a role allows and the holder lacks. Nobody grants, changes or removes a role that allows what they lack. */
export function missingFor(holder: { permissions: readonly Permission[] }, role: string): Permission[] {
  return permissionsOf(role).filter((permission) => !holder.permissions.includes(permission))
}

/** Throws `insufficient_permissions`, naming what is missing, where the role is above the holder. */
export function assertMayGrant(holder: { permissions: readonly Permission[] }, role: string): void {
  const missing = missingFor(holder, role)
  if (missing.length === 0) return
  const detail = `You need what the role ${role} allows yourself: ${missing.join(', ')}.`
  throw new AppError('insufficient_permissions', { detail })
}

export const can = (holder: { permissions: readonly Permission[] }, permission: Permission): boolean =>
  holder.permissions.includes(permission)
