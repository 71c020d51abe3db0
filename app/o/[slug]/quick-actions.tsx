import { Icon } from '@/components/ui/icon'
import type { MemberSession } from '@/lib/pages'
import { resources } from '@/lib/resources'
import { GuardedButton } from './access-denied'

/** The buttons of the overview. The first resource is the main action. */
export function QuickActions({ session }: { session: MemberSession }) {
  return (
    <>
      <GuardedButton
        session={session}
        permission="org:invitations:write"
        path="/invitations/new"
        variant={resources.length > 0 ? 'secondary' : 'primary'}
      >
        <Icon name="plus" />
        Invite members
      </GuardedButton>
      {resources.slice(0, 1).map(({ noun, path, permissions }) => (
        <GuardedButton key={path} session={session} permission={permissions.write} path={`/${path}/new`}>
          <Icon name="plus" />
          New {noun}
        </GuardedButton>
      ))}
    </>
  )
}
