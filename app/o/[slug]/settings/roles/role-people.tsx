import { PageLink } from '@/components/page-link'
import { can } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import type { Role } from '@/lib/roles/role'

/** How many have a role, and the way to them for whoever may see people. */
export function RolePeople({ entry, role: { key, memberCount } }: { entry: MemberEntry; role: Role }) {
  const text = memberCount === 0 ? 'Nobody' : `${memberCount} ${memberCount === 1 ? 'person' : 'people'}`
  if (memberCount === 0 || !can(entry, 'org:members:read')) return <span className="text-muted">{text}</span>
  return (
    <PageLink
      href={`/o/${entry.org.slug}/members?role=${key}`}
      className="text-muted hover:text-ink inline-flex min-h-6 items-center rounded-sm underline decoration-dotted underline-offset-3"
    >
      {text}
    </PageLink>
  )
}
