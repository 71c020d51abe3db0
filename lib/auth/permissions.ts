// The catalogue of permissions and the built-in roles. A fork adds its own permissions here and nowhere else.
import { z } from 'zod'
import { AppError, fieldError } from '@/lib/errors'

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
  'org:read': 'see the organization',
  'org:manage': 'change the settings of the organization',
  'org:delete': 'delete the organization',
  'org:transfer': 'hand the organization over to another owner',
  'org:members:read': 'see who belongs to the organization',
  'org:members:write': 'change roles and remove members',
  'org:invitations:read': 'see pending invitations',
  'org:invitations:write': 'invite people',
  'org:roles:write': 'create, change and delete roles',
  'org:projects:read': 'see projects',
  'org:projects:write': 'create, change, archive and delete projects',
  'org:audit:read': 'read the audit log',
  'org:api_keys:read': 'see API keys',
  'org:api_keys:write': 'create and revoke API keys',
  'org:webhooks:read': 'see webhooks',
  'org:webhooks:write': 'change webhooks',
}

/** The catalogue by what it is about, the middle of a permission's name; those of two parts are about the whole. */
export function permissionAreas(): { name: string; permissions: Permission[] }[] {
  const areas = new Map<string, Permission[]>()
  for (const permission of permissions) {
    const [, area, action] = permission.split(':')
    const name = action ? area!.replaceAll('_', ' ') : 'organization'
    areas.set(name, [...(areas.get(name) ?? []), permission])
  }
  return [...areas].map(([name, held]) => ({ name: capitalize(name).replace('Api', 'API'), permissions: held }))
}

export const isForReading = (permission: Permission): boolean =>
  permission === 'org:read' || permission.endsWith(':read')

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const viewer: Permission[] = ['org:read', 'org:members:read', 'org:projects:read']
const member: Permission[] = [...viewer, 'org:projects:write']

export const builtInRoles = {
  owner: [...permissions],
  admin: permissions.filter((permission) => permission !== 'org:delete' && permission !== 'org:transfer'),
  member,
  viewer,
} as const satisfies Record<string, readonly Permission[]>

export type RoleKey = keyof typeof builtInRoles

/** The roles that an organization has defined for itself, by key. */
export type CustomRoles = Readonly<Record<string, { name: string; permissions: readonly string[] }>>

/** Somebody who may do some things, in an organization with roles of its own. `isOwner`: by the role of that name. */
export type Holder = { permissions: readonly Permission[]; customRoles: CustomRoles; isOwner: boolean }

/** Who somebody is by a role alone, or nobody where there is none. */
export const holderOf = (role: string | null, customRoles: CustomRoles): Holder => ({
  permissions: permissionsOf(role ?? '', customRoles),
  customRoles,
  isOwner: role === 'owner',
})

/** A role's key as people read it. */
export const roleName = (role: string, custom: CustomRoles = {}): string =>
  Object.hasOwn(custom, role) ? custom[role]!.name : capitalize(role.replaceAll('_', ' '))

/** The role that somebody acts in, as people read it: their own, or the one that they look at the organization as. */
export const actingRole = ({
  role,
  viewAs,
  customRoles,
}: {
  role: string
  viewAs?: string | null
  customRoles: CustomRoles
}): string => roleName(viewAs ?? role, customRoles)

/** In: a role's key. Out: what it allows, in the order of the catalogue; nothing for a role that does not exist. */
export function permissionsOf(role: string, custom: CustomRoles = {}): readonly Permission[] {
  if (isBuiltIn(role)) return builtInRoles[role]
  const own = Object.hasOwn(custom, role) ? custom[role]!.permissions : []
  return permissions.filter((permission) => own.includes(permission))
}

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

/** The built-in roles, the mightiest first. */
export const builtInRoleKeys = Object.keys(builtInRoles) as [RoleKey, ...RoleKey[]]

export const isBuiltIn = (role: string): role is RoleKey => Object.hasOwn(builtInRoles, role)

/** A role's key as a client names it; whether there is such a role is known inside the organization. */
export const roleKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, 'Use the key of a role, such as member.')
  .meta({ example: 'member' })

/** Every role of the organization: the built-in ones, the mightiest first, then its own by name. */
export const roleKeysOf = ({ customRoles }: Pick<Holder, 'customRoles'>): string[] => [
  ...builtInRoleKeys,
  ...Object.keys(customRoles).sort((a, b) => customRoles[a]!.name.localeCompare(customRoles[b]!.name)),
]

export const isRoleOf = ({ customRoles }: Pick<Holder, 'customRoles'>, role: string): boolean =>
  isBuiltIn(role) || Object.hasOwn(customRoles, role)

/** What no permission replaces: a copy of the role owner allows the same, but makes, changes and removes no owner. */
export const ownership = 'the role owner'

type Missing = Permission | typeof ownership

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
