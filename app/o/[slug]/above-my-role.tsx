import { missingFor, ownership, roleName } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'

const shown = 2
const look = 'text-muted text-[0.8125rem] text-pretty sm:max-w-48 sm:text-right'

/** Instead of controls for somebody whose role allows what one lacks: which permissions these are. */
export function AboveMyRole({ entry, role }: { entry: MemberEntry; role: string }) {
  const missing = missingFor(entry, role)
  const more = missing.length - shown
  if (missing.includes(ownership)) return <span className={look}>Only an owner changes or removes an owner.</span>
  return (
    <span className={look} title={missing.join(', ')}>
      {roleName(role, entry.customRoles)} is above your role: you lack {missing.slice(0, shown).join(', ')}
      {more > 0 && ` and ${more} more`}.
    </span>
  )
}
