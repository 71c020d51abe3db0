// Describes what a change of role would add and remove.
import { permissionWords, type Permission } from '@/lib/permissions/catalogue'
import { roleKeysOf, permissionsOf, type Holder } from '@/lib/permissions/roles'

/** `same`: the member has this role already. `more` and `less` complete "can …"; they are empty if nothing changes. */
export type RoleWords = { role: string; same: boolean; more: string; less: string }

// The page has the descriptions for every member, so with more roles it links to the page of roles instead.
const mostDescribed = 12

/** For every role, in the order of the options. `from`: the current role. Null if there are too many roles. */
export function wordsOfRoles(holder: Holder, from?: string): RoleWords[] | null {
  const roles = roleKeysOf(holder)
  if (roles.length > mostDescribed) return null
  const before = from ? permissionsOf(from, holder.customRoles) : []
  return roles.map((role) => {
    const after = permissionsOf(role, holder.customRoles)
    return { role, same: role === from, more: words(after, before), less: words(before, after) }
  })
}

// Semicolons, because some permissions have commas in their words.
const words = (held: readonly Permission[], without: readonly Permission[]): string =>
  held
    .filter((permission) => !without.includes(permission))
    .map((permission) => permissionWords[permission])
    .join('; ')
