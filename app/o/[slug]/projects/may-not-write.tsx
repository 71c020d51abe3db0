import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { roleName } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'

/** Instead of a form that the door would refuse anyway. */
export function MayNotWrite({ entry, path }: { entry: MemberEntry; path: string }) {
  return (
    <EmptyState
      title={`Your role ${roleName(entry.role, entry.customRoles)} cannot change projects`}
      description={`An admin of ${entry.org.name} can give you another role.`}
    >
      <PageLink href={path} className={buttonVariants({ variant: 'secondary' })}>
        Back to the projects
      </PageLink>
    </EmptyState>
  )
}
