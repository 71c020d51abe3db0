// The catalogue of permissions. A fork adds its own permissions only here.

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

/** Completes "You can …". */
export const permissionWords: Record<Permission, string> = {
  'org:read': 'see the organization',
  'org:manage': 'change the settings of the organization',
  'org:delete': 'delete the organization',
  'org:transfer': 'transfer ownership of the organization',
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

/** Completes "You can’t …": "create, change or delete roles". */
export const refusedWords = (permission: Permission): string => permissionWords[permission].replace(' and ', ' or ')

/** The same as a sentence of its own: "See projects." */
export const permissionSentence = (permission: Permission): string => `${capitalize(permissionWords[permission])}.`

// No code uses these permissions yet.
const reserved: readonly Permission[] = ['org:webhooks:read', 'org:webhooks:write']

/** True for a permission of a future feature: owners and admins hold it, and no page offers it. */
export const isReserved = (permission: Permission): boolean => reserved.includes(permission)

const list = new Intl.ListFormat('en')

/**
 * Completes "You can …" for several, of which the first `most` are enough: "delete the organization, see API keys, and
 * 2 more things". Reserved ones are left out beside others.
 */
export const wordsOfSome = (some: readonly Permission[], most = 3): string =>
  listSome(some, most, (permission) => permissionWords[permission])

/** The same with the key of each: "delete the organization (org:delete)". For who looks for a permission in a role. */
export const wordsAndKeysOfSome = (some: readonly Permission[], most = 3): string =>
  listSome(some, most, (permission) => `${permissionWords[permission]} (${permission})`)

function listSome(some: readonly Permission[], most: number, say: (permission: Permission) => string): string {
  const offered = some.filter((permission) => !isReserved(permission))
  const all = offered.length > 0 ? offered : some
  const said = all.slice(0, most).map(say)
  const more = all.length - said.length
  return list.format(more > 0 ? [...said, more === 1 ? 'one more thing' : `${more} more things`] : said)
}

/** The permissions that pages show and offer. */
export const offeredPermissions = permissions.filter((permission) => !isReserved(permission))

/**
 * The offered permissions in groups, by the middle part of their names; permissions with two parts are the
 * organization's.
 */
export function permissionAreas(): { name: string; permissions: Permission[] }[] {
  const areas = new Map<string, Permission[]>()
  for (const permission of offeredPermissions) {
    const [, area, action] = permission.split(':')
    const name = action ? area!.replaceAll('_', ' ') : 'organization'
    areas.set(name, [...(areas.get(name) ?? []), permission])
  }
  return [...areas].map(([name, held]) => ({ name: capitalize(name).replace('Api', 'API'), permissions: held }))
}

/** True for permissions that allow no change. */
export const isForReading = (permission: Permission): boolean =>
  permission === 'org:read' || permission.endsWith(':read')

export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * Permissions whose effect outlasts the sign-in that used them: they bring people in, change what people may do, delete
 * the organization or give it away.
 */
export const lastingPermissions: readonly Permission[] = [
  'org:delete',
  'org:transfer',
  'org:members:write',
  'org:invitations:write',
  'org:roles:write',
  'org:api_keys:write',
]

/** A permission, or access of any member: to read, or to change something of their own. */
export type Needed = Permission | 'any' | 'any:write'
