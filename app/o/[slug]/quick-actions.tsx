import { Icon } from '@/components/icon'
import type { MemberEntry } from '@/lib/pages'
import { GuardedButton } from './why-not'

const actions = [
  { label: 'Invite members', permission: 'org:invitations:write', path: '/invitations/new', variant: 'secondary' },
  { label: 'New project', permission: 'org:projects:write', path: '/projects/new', variant: 'primary' },
] as const

/** What one comes here to begin. */
export function QuickActions({ entry }: { entry: MemberEntry }) {
  return actions.map(({ label, ...action }) => (
    <GuardedButton key={label} entry={entry} {...action}>
      <Icon name="plus" />
      {label}
    </GuardedButton>
  ))
}
