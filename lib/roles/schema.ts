// A role: its type, the input that changes one, and its JSON. Built-in roles are the same everywhere and have no row;
// their id is their key.
import { z } from 'zod'
import { permissions, type Permission } from '@/lib/permissions/catalogue'
import {
  roleKeySchema,
  isBuiltIn,
  builtInRoleKeys,
  permissionsOf,
  roleName,
  type RoleKey,
  builtInRoles,
} from '@/lib/permissions/roles'
import { fieldError } from '@/lib/errors'
import { distinctName } from '@/lib/names'
import { idSchema, nameSchema as nameJsonSchema, permissionSchema, multiLine } from '@/lib/schemas'
import { cursorSchema, limitSchema } from '@/lib/pagination'

export type Role = {
  id: string
  key: string
  name: string
  description: string
  permissions: readonly Permission[]
  builtIn: boolean
  memberCount: number
  version: number
}

/** The maximum number of custom roles. */
export const maxRoles = 50
const maxKeyLength = 48

const nameSchema = distinctName(50)
const descriptionSchema = multiLine(300)
// Sorted in the order of the catalogue without duplicates, so that equal roles are stored alike.
const permissionsSchema = z
  .array(z.enum(permissions, 'There is no such permission.'))
  .max(200)
  .transform((given) => permissions.filter((permission) => given.includes(permission)))

export const createRoleSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema.optional(),
  permissions: permissionsSchema,
  key: roleKeySchema.optional(),
})

export const updateRoleSchema = z.strictObject({
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  permissions: permissionsSchema.optional(),
})

/** `replacement`: the key of the new role of its holders. */
export const deleteRoleSchema = z.object({ replacement: roleKeySchema.optional() })
export const listRolesSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

export type CreateRoleInput = z.infer<typeof createRoleSchema>
export type UpdateRoleInput = z.infer<typeof updateRoleSchema>

const descriptions: Record<RoleKey, string> = {
  owner: 'Can do everything, including deleting the organization or transferring ownership.',
  admin: 'Manages people, roles and settings.',
  member: 'Can view people, and create and change content.',
  viewer: 'Can view people and content, but change nothing.',
}

const idOf = (key: RoleKey): string => `role_${key}`

/** The built-in role with this id, or undefined. */
export const builtInOf = (id: string): RoleKey | undefined => builtInRoleKeys.find((key) => idOf(key) === id)

export const toBuiltInRole = (key: RoleKey, memberCount: number): Role => ({
  id: idOf(key),
  key,
  name: roleName(key),
  description: descriptions[key],
  permissions: builtInRoles[key],
  builtIn: true,
  memberCount,
  version: 1,
})

export type RoleRow = Pick<Role, 'id' | 'key' | 'name' | 'description' | 'version'> & { permissions: string[] }

/** Permissions that the catalogue no longer has are left out. */
export const toRole = (row: RoleRow, memberCount: number): Role => ({
  id: row.id,
  key: row.key,
  name: row.name,
  description: row.description,
  permissions: permissionsOf(row.key, { [row.key]: row }),
  builtIn: false,
  memberCount,
  version: row.version,
})

/** In: a name, and whether a key is taken. Out: a free key made from the name, with a number if needed. */
export function proposeKey(name: string, isTaken: (key: string) => boolean): string {
  const base = keyText(name) || 'role'
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `_${number}`
    const key = `${base.slice(0, maxKeyLength - suffix.length)}${suffix}`
    if (!isReserved(key) && !isTaken(key)) return key
  }
}

/** Throws validation_failed for a reserved key. */
export function assertFreeKey(key: string): void {
  if (isReserved(key)) throw fieldError('key', 'This key is reserved. Choose another.')
}

// API keys with their own permissions show `api_key` as their role.
const isReserved = (key: string): boolean => isBuiltIn(key) || key === 'api_key'

const keyText = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, maxKeyLength)

export const roleJsonSchema = z
  .object({
    id: idSchema('role'),
    key: z.string().meta({ description: 'What members and invitations name.', example: 'designer' }),
    name: nameJsonSchema('Designer'),
    description: z.string(),
    permissions: z.array(permissionSchema),
    built_in: z.boolean(),
    member_count: z.int(),
    version: z.int().meta({ description: 'Also its ETag: send it as If-Match, so that no change of others is lost.' }),
  })
  .meta({ id: 'Role' })

export const toRoleJson = (role: Role): z.input<typeof roleJsonSchema> => ({
  id: role.id,
  key: role.key,
  name: role.name,
  description: role.description,
  permissions: [...role.permissions],
  built_in: role.builtIn,
  member_count: role.memberCount,
  version: role.version,
})

export const roleFields = {
  id: true,
  key: true,
  name: true,
  description: true,
  permissions: true,
  version: true,
} as const
