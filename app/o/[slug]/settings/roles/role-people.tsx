import { PageLink } from '@/components/page-link'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'

/** It stands alone and after "Held by". */
export const memberCountText = ({ memberCount }: Role): string =>
  `${memberCount} ${memberCount === 1 ? 'person' : 'people'}`

/** The number of members with a role. It links to them if the viewer may see members. */
export function RolePeople({ session, role }: { session: MemberSession; role: Role }) {
  const { key, memberCount } = role
  const text = memberCountText(role)
  if (memberCount === 0 || !can(session, 'org:members:read'))
    return <span className="text-muted inline-flex min-h-6 items-center">{text}</span>
  return (
    <PageLink
      href={`/o/${session.org.slug}/members?role=${key}`}
      className="text-muted hover:text-ink inline-flex min-h-6 items-center rounded-sm underline decoration-dotted underline-offset-3"
    >
      {text}
    </PageLink>
  )
}
