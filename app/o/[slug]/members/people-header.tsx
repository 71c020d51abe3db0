import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { GuardedButton } from '../access-denied'

type PeopleHeaderProps = {
  session: MemberSession
  current: 'members' | 'invitations'
  description?: ReactNode
  /** Whether the list is empty, which has the button to invite inside. */
  isEmpty?: boolean
}

export const InviteButton = ({ session }: { session: MemberSession }) => (
  <GuardedButton session={session} permission="org:invitations:write" path="/invitations/new">
    <Icon name="plus" />
    Invite members
  </GuardedButton>
)

/** The header that the lists of members and of invitations share. */
export function PeopleHeader({ session, current, description, isEmpty = false }: PeopleHeaderProps) {
  const base = `/o/${session.org.slug}`
  const tabs = [
    { label: 'Members', href: `${base}/members`, current: current === 'members' },
    { label: 'Invitations', href: `${base}/invitations`, current: current === 'invitations' },
  ]
  return (
    <>
      <PageHeader
        title={current === 'members' ? 'Members' : 'Invitations'}
        description={description}
        actions={!isEmpty && <InviteButton session={session} />}
      />
      {can(session, 'org:invitations:read') && (
        <div className="pb-4">
          <Segmented label="People" items={tabs} />
        </div>
      )}
    </>
  )
}
