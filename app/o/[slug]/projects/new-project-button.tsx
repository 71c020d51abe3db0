import { Icon } from '@/components/icon'
import type { MemberEntry } from '@/lib/pages'
import { GuardedButton } from '../access-denied'

export function NewProjectButton({ session }: { session: MemberEntry }) {
  return (
    <GuardedButton session={session} permission="org:projects:write" path="/projects/new">
      <Icon name="plus" />
      New project
    </GuardedButton>
  )
}
