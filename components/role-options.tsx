// Options of a role select. Roles above the chooser's own are disabled, and the hint says why: a missing role would
// look like one that does not exist.
import { permissions, wordsAndKeysOfSome, type Permission } from '@/lib/permissions/catalogue'
import { roleKeysOf, roleName, type Holder } from '@/lib/permissions/roles'
import { missingFor } from '@/lib/permissions/grants'

const isAbove = (holder: Holder, role: string): boolean => missingFor(holder, role).length > 0

type RoleOptionsProps = {
  holder: Holder
  /** A submitted role to keep selectable, so that the answer can say what is wrong with it. */
  kept?: string
  /** A role to leave out. */
  without?: string
  /** Roles to mark for CSS: what needs one of them (`data-needs-marked`) is shown only while one is selected. */
  marked?: string[]
}

export function RoleOptions({ holder, kept, without, marked = [] }: RoleOptionsProps) {
  const roles = roleKeysOf(holder).filter((role) => role !== without)
  return roles.map((role) => (
    <option
      key={role}
      value={role}
      disabled={role !== kept && isAbove(holder, role)}
      data-marked={marked.includes(role) || undefined}
    >
      {roleName(role, holder.customRoles)}
    </option>
  ))
}

const mostNamed = 3
const words = new Intl.ListFormat('en')

/**
 * Why some roles cannot be chosen, what they allow beyond the chooser’s own, and whom to ask; undefined if all can. `ask` makes
 * the last sentence.
 */
export function whyNotAll(holder: Holder, ask?: (needed: Permission[]) => string): string | undefined {
  const above = roleKeysOf(holder).filter((role) => isAbove(holder, role))
  if (above.length === 0) return undefined
  const missing = permissions.filter((permission) =>
    above.some((role) => missingFor(holder, role).includes(permission)),
  )
  if (missing.length === 0) return `Only owners can make someone an ${roleName('owner').toLowerCase()}.`
  const names = above.map((role) => roleName(role, holder.customRoles))
  const which = names.length > mostNamed ? `${names.length} roles` : words.format(names)
  const can = `${above.length === 1 ? 'it' : 'they'} can ${wordsAndKeysOfSome(missing)}`
  return `You can’t assign ${which}: ${can}, which you can’t. ${ask?.(missing) ?? ''}`.trimEnd()
}
