import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { roleName } from '@/lib/permissions/roles'
import type { MemberSession } from '@/lib/pages'
import type { MembersSearch } from './search-params'

type NobodyHereProps = { session: MemberSession; path: string; filter: Omit<MembersSearch, 'cursor'> }

/** Instead of the list, where what was asked for finds nobody: why, and the way back to everybody. */
export function EmptyMembers({ session, path, filter: { query, role } }: NobodyHereProps) {
  const name = roleName(role, session.customRoles)
  const among = role === 'all' ? '' : ` Only those with the role ${name} are searched.`
  const [title, description] = query
    ? ['No member matches', `Look for the beginning of a name, a word of it, or an address.${among}`]
    : role === 'all'
      ? ['There is nobody on this page', 'Begin with the first page again.']
      : [`Nobody has the role ${name}`, 'Change somebody’s role, or invite somebody with it.']
  return (
    <EmptyState title={title!} description={description}>
      <PageLink href={path} className={buttonVariants({ variant: 'secondary' })}>
        {query ? 'Clear' : 'Show everybody'}
      </PageLink>
    </EmptyState>
  )
}
