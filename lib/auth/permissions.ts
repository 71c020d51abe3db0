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

const viewer: Permission[] = ['org:read', 'org:members:read', 'org:projects:read']
const member: Permission[] = [...viewer, 'org:projects:write']

export const builtInRoles = {
  owner: [...permissions],
  admin: permissions.filter((permission) => permission !== 'org:delete' && permission !== 'org:transfer'),
  member,
  viewer,
} as const satisfies Record<string, readonly Permission[]>

export type RoleKey = keyof typeof builtInRoles

/** In: a role's key. Out: what it allows; nothing for a role that does not exist. */
export function permissionsOf(role: string): readonly Permission[] {
  return Object.hasOwn(builtInRoles, role) ? builtInRoles[role as RoleKey] : []
}

/** Throws `insufficient_permissions`, naming the permission, unless the holder has it. */
export function assertPermission(holder: { permissions: readonly Permission[] }, permission: Permission): void {
  if (holder.permissions.includes(permission)) return
  throw new AppError('insufficient_permissions', { detail: `You need the permission ${permission} for this.` })
}

export const can = (holder: { permissions: readonly Permission[] }, permission: Permission): boolean =>
  holder.permissions.includes(permission)
