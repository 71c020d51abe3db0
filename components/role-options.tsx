// Roles to choose from. One that allows more than the chooser's own is there, out of reach, and the hint says why: a role
// that is missing would look like one that does not exist.
import { missingFor, roleKeys, roleName, type Permission } from '@/lib/auth/permissions'

type Holder = { permissions: readonly Permission[] }

const isAbove = (holder: Holder, role: string): boolean => missingFor(holder, role).length > 0

/** `kept`: a role that stands there already and can be sent again, for the answer to say what is wrong with it. */
export function RoleOptions({ holder, kept }: { holder: Holder; kept?: string }) {
  return roleKeys.map((role) => (
    <option key={role} value={role} disabled={role !== kept && isAbove(holder, role)}>
      {roleName(role)}
    </option>
  ))
}

/** Why some of them cannot be chosen; undefined where all can. */
export function whyNotAll(holder: Holder): string | undefined {
  const above = roleKeys.filter((role) => isAbove(holder, role)).map(roleName)
  if (above.length === 0) return undefined
  return `${above.join(' and ')} cannot be chosen: ${above.length === 1 ? 'it allows' : 'they allow'} more than your own role.`
}
