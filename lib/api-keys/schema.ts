// An API key: its fields, the input that creates one, and its JSON. The secret is not part of it.
import { z } from 'zod'
import { apiKeyPrefix } from '@/lib/config'
import { permissions as catalogue, type Permission } from '@/lib/permissions/catalogue'
import { roleKeySchema, permissionsOf, type CustomRoles } from '@/lib/permissions/roles'
import {
  idSchema,
  nameSchema,
  permissionSchema,
  personSchema,
  roleJsonSchema,
  timeSchema,
  singleLine,
} from '@/lib/schemas'
import { cursorSchema, limitSchema } from '@/lib/pagination'

const maxDays = 3650

/** The newest members of those that a key has brought in; their whole number is beside them. */
const shownBroughtIn = 20

// With these a key changes who belongs to the organization or what they may do, and that stays after its end.
const reachingPermissions: readonly Permission[] = ['org:members:write', 'org:invitations:write', 'org:roles:write']

/** Whether a key with these permissions can invite people or change what they may do. */
export const reachesPeople = (permissions: readonly Permission[]): boolean =>
  reachingPermissions.some((permission) => permissions.includes(permission))

export const apiKeyFields = {
  id: true,
  name: true,
  role: true,
  permissions: true,
  prefix: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
  // Row-level security shows only the creator's membership in this organization.
  creator: { select: { id: true, name: true, memberships: { select: { role: true, joinedAt: true } } } },
  broughtIn: {
    select: { user: { select: { id: true, name: true } } },
    orderBy: { joinedAt: 'desc' },
    take: shownBroughtIn,
  },
  _count: { select: { broughtIn: true } },
} as const

export type ApiKey = {
  id: string
  name: string
  /** Null if the key has its own list of permissions. */
  role: string | null
  /** The permissions of the key; for a role, those that the role has now. */
  permissions: readonly Permission[]
  /** `permissions` limited to what the creator may do now; empty once the key has stopped. */
  effectivePermissions: readonly Permission[]
  prefix: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastUsedIp: string | null
  /** Null once the creator has left, which stops the key, also when they come back. */
  creator: { id: string; name: string } | null
  /** The members whom it invited, the newest first; `count` is that of all. */
  broughtIn: { count: number; newest: { id: string; name: string }[] }
}

type ApiKeyRow = Omit<ApiKey, 'permissions' | 'effectivePermissions' | 'creator' | 'broughtIn'> & {
  permissions: string[]
  creator: { id: string; name: string; memberships: { role: string; joinedAt: Date }[] } | null
  broughtIn: { user: { id: string; name: string } }[]
  _count: { broughtIn: number }
}

const days = `Use a whole number of days from 1 to ${maxDays}.`

export const createApiKeySchema = z
  .strictObject({
    name: singleLine(80),
    role: roleKeySchema.optional(),
    permissions: z
      .array(z.enum(catalogue, 'Use permissions of the catalogue, such as org:read.'))
      .min(1, 'Choose at least one permission.')
      .max(catalogue.length, 'Name each permission once.')
      .refine((list) => new Set(list).size === list.length, 'Name each permission once.')
      .optional(),
    expires_in_days: z.int(days).min(1, days).max(maxDays, days).nullish(),
    expires_at: z.iso
      .datetime({ offset: true, error: 'Use a time like 2030-01-31T12:00:00Z.' })
      .transform((text) => new Date(text))
      .refine((date) => date.getTime() > Date.now(), 'Use a time in the future.')
      .nullish(),
  })
  .refine(({ role, permissions }) => (role === undefined) !== (permissions === undefined), {
    path: ['role'],
    message: 'Give either a role or permissions.',
  })
  .refine((input) => input.expires_in_days == null || input.expires_at == null, {
    path: ['expires_at'],
    message: 'Give either expires_in_days or expires_at.',
  })
  .meta({ example: { name: 'Deploy', permissions: ['org:read', 'org:members:read'], expires_in_days: 90 } })

export const listApiKeysSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

export type CreateApiKeyInput = z.infer<typeof createApiKeySchema>

/** In: a row selected by `apiKeyFields`, and the organization's custom roles. */
export const toApiKey = (row: ApiKeyRow, customRoles: CustomRoles): ApiKey => {
  const permissions =
    row.role === null
      ? catalogue.filter((permission) => row.permissions.includes(permission))
      : permissionsOf(row.role, customRoles)
  const { creator, broughtIn, _count: counted, ...key } = row
  const membership = creator?.memberships.find(({ joinedAt }) => joinedAt <= row.createdAt)
  const creatorsOwn = membership ? permissionsOf(membership.role, customRoles) : []
  return {
    ...key,
    permissions,
    effectivePermissions: permissions.filter((permission) => creatorsOwn.includes(permission)),
    creator: creator && membership ? { id: creator.id, name: creator.name } : null,
    broughtIn: { count: counted.broughtIn, newest: broughtIn.map(({ user }) => user) },
  }
}

/** The API's JSON of a key. */
export const apiKeyJsonSchema = z
  .object({
    id: idSchema('key'),
    name: nameSchema('Deploy'),
    role: roleJsonSchema.nullable().meta({ description: 'Null if it has its own permissions.' }),
    permissions: z.array(permissionSchema).meta({ description: 'Its permissions, or those of its role.' }),
    effective_permissions: z.array(permissionSchema).meta({ description: 'Those of them that its creator has, too.' }),
    prefix: z.string().meta({ description: 'How its secret begins.', example: `${apiKeyPrefix}4fQ9` }),
    created_by: personSchema.nullable(),
    brought_in: z
      .object({ count: z.int().meta({ example: 0 }), newest: z.array(personSchema).meta({ example: [] }) })
      .meta({ description: `The members whom it invited: how many, and the newest ${shownBroughtIn}.` }),
    created_at: timeSchema,
    expires_at: timeSchema.nullable(),
    last_used_at: timeSchema.nullable(),
    last_used_ip: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' })

export const createdApiKeyJsonSchema = apiKeyJsonSchema
  .extend({
    client_id: z.string(),
    client_secret: z.string().meta({ description: 'Answered this once. Only its hash is kept.' }),
  })
  .meta({ id: 'CreatedApiKey' })

export const toApiKeyJson = (key: ApiKey): z.input<typeof apiKeyJsonSchema> => ({
  id: key.id,
  name: key.name,
  role: key.role,
  permissions: [...key.permissions],
  effective_permissions: [...key.effectivePermissions],
  prefix: key.prefix,
  created_by: key.creator && { user_id: key.creator.id, name: key.creator.name },
  brought_in: {
    count: key.broughtIn.count,
    newest: key.broughtIn.newest.map(({ id, name }) => ({ user_id: id, name })),
  },
  created_at: key.createdAt.toISOString(),
  expires_at: key.expiresAt?.toISOString() ?? null,
  last_used_at: key.lastUsedAt?.toISOString() ?? null,
  last_used_ip: key.lastUsedIp,
})

/** The answer to a creation, the only one that contains the secret. */
export const toCreatedApiKeyJson = ({
  key,
  secret,
}: {
  key: ApiKey
  secret: string
}): z.input<typeof createdApiKeyJsonSchema> => ({
  ...toApiKeyJson(key),
  client_id: key.id,
  client_secret: secret,
})
