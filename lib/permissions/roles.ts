// The built-in roles with their permissions, and custom roles of organizations.
import { type Permission, capitalize, permissions } from './catalogue'
import { z } from 'zod'

const viewer: Permission[] = ['org:read', 'org:members:read', 'org:projects:read']
const member: Permission[] = [...viewer, 'org:projects:write']
export const builtInRoles = {
  owner: [...permissions],
  admin: permissions.filter((permission) => permission !== 'org:delete' && permission !== 'org:transfer'),
  member,
  viewer,
} as const satisfies Record<string, readonly Permission[]>

export type RoleKey = keyof typeof builtInRoles

/** The custom roles of an organization, by key. */
export type CustomRoles = Readonly<Record<string, { name: string; permissions: readonly string[] }>>

/** Permissions in an organization with custom roles. `isOwner`: has the role owner itself. */
export type Holder = { permissions: readonly Permission[]; customRoles: CustomRoles; isOwner: boolean }

/** The holder of a role; without one, a holder without permissions. */
export const holderOf = (role: string | null, customRoles: CustomRoles): Holder => ({
  permissions: permissionsOf(role ?? '', customRoles),
  customRoles,
  isOwner: role === 'owner',
})

/** The display name of a role. */
export const roleName = (role: string, custom: CustomRoles = {}): string =>
  Object.hasOwn(custom, role) ? custom[role]!.name : capitalize(role.replaceAll('_', ' '))

/** The display name of the role that a person acts in: their own, or the one that they view the organization as. */
export const actingRole = ({
  role,
  viewAs,
  customRoles,
}: {
  role: string
  viewAs?: string | null
  customRoles: CustomRoles
}): string => roleName(viewAs ?? role, customRoles)

/** In: a role's key. Out: its permissions, in the order of the catalogue; none for an unknown role. */
export function permissionsOf(role: string, custom: CustomRoles = {}): readonly Permission[] {
  if (isBuiltIn(role)) return builtInRoles[role]
  const own = Object.hasOwn(custom, role) ? custom[role]!.permissions : []
  return permissions.filter((permission) => own.includes(permission))
}

/** The built-in roles, highest first. */
export const builtInRoleKeys = Object.keys(builtInRoles) as [RoleKey, ...RoleKey[]]

/** Whether it is the key of a built-in role. */
export const isBuiltIn = (role: string): role is RoleKey => Object.hasOwn(builtInRoles, role)

/** A role's key in a request. Whether the role exists is checked in the organization. */
export const roleKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, 'Use the key of a role, such as member.')
  .meta({ example: 'member' })

/** All roles of the organization: the built-in ones, highest first, then the custom ones by name. */
export const roleKeysOf = ({ customRoles }: Pick<Holder, 'customRoles'>): string[] => [
  ...builtInRoleKeys,
  ...Object.keys(customRoles).sort((a, b) => customRoles[a]!.name.localeCompare(customRoles[b]!.name)),
]

/** Whether the organization has the role, built in or custom. */
export const isRoleOf = ({ customRoles }: Pick<Holder, 'customRoles'>, role: string): boolean =>
  isBuiltIn(role) || Object.hasOwn(customRoles, role)
