// What a role means, in words, before somebody is given it: what they may then do that they could not, and the reverse.
import { permissionWords, type Permission } from '@/lib/permissions/catalogue'
import { roleKeysOf, permissionsOf, type Holder } from '@/lib/permissions/roles'

/** `same`: it is the role that they have. `more` and `less` complete "may …"; empty where there is nothing to say. */
export type RoleWords = { role: string; same: boolean; more: string; less: string }

// The page describes them for every member: with more of them it says where they are described.
const mostDescribed = 12

/** For every role, in the order of the choice; `from`: the role that is given up. Null where there are too many. */
export function wordsOfRoles(holder: Holder, from?: string): RoleWords[] | null {
  const roles = roleKeysOf(holder)
  if (roles.length > mostDescribed) return null
  const before = from ? permissionsOf(from, holder.customRoles) : []
  return roles.map((role) => {
    const after = permissionsOf(role, holder.customRoles)
    return { role, same: role === from, more: words(after, before), less: words(before, after) }
  })
}

// Some of them have commas inside.
const words = (held: readonly Permission[], without: readonly Permission[]): string =>
  held
    .filter((permission) => !without.includes(permission))
    .map((permission) => permissionWords[permission])
    .join('; ')
