import { Icon } from '@/components/icon'
import type { MemberEntry } from '@/lib/pages'
import { GuardedButton } from '../why-not'

export function NewProjectButton({ entry }: { entry: MemberEntry }) {
  return (
    <GuardedButton entry={entry} permission="org:projects:write" path="/projects/new">
      <Icon name="plus" />
      New project
    </GuardedButton>
  )
}
