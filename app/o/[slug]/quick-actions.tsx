import { Icon } from '@/components/icon'
import type { MemberSession } from '@/lib/pages'
import { GuardedButton } from './access-denied'

const actions = [
  { label: 'Invite members', permission: 'org:invitations:write', path: '/invitations/new', variant: 'secondary' },
  { label: 'New project', permission: 'org:projects:write', path: '/projects/new', variant: 'primary' },
] as const

/** What one comes here to begin. */
export function QuickActions({ session }: { session: MemberSession }) {
  return actions.map(({ label, ...action }) => (
    <GuardedButton key={label} session={session} {...action}>
      <Icon name="plus" />
      {label}
    </GuardedButton>
  ))
}
