// Roles to choose from. One that allows more than the chooser's own is there, out of reach, and the hint says why: a role
// that is missing would look like one that does not exist.
import { missingFor, roleKeysOf, roleName, type Holder } from '@/lib/auth/permissions'

const isAbove = (holder: Holder, role: string): boolean => missingFor(holder, role).length > 0

/** `kept`: a role that stands there already and can be sent again, for the answer to say what is wrong with it. */
export function RoleOptions({ holder, kept }: { holder: Holder; kept?: string }) {
  return roleKeysOf(holder).map((role) => (
    <option key={role} value={role} disabled={role !== kept && isAbove(holder, role)}>
      {roleName(role, holder.customRoles)}
    </option>
  ))
}

/** Why some of them cannot be chosen; undefined where all can. */
export function whyNotAll(holder: Holder): string | undefined {
  const above = roleKeysOf(holder)
    .filter((role) => isAbove(holder, role))
    .map((role) => roleName(role, holder.customRoles))
  if (above.length === 0) return undefined
  return `${above.join(' and ')} cannot be chosen: ${above.length === 1 ? 'it allows' : 'they allow'} more than your own role.`
}
