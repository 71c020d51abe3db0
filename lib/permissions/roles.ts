// The built-in roles and what each allows, beside the roles that an organization defines for itself.
import { type Permission, capitalize, permissions } from './catalogue'
import { z } from 'zod'

export const viewer: Permission[] = ['org:read', 'org:members:read', 'org:projects:read']
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
