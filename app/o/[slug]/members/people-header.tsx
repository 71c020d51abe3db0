import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { GuardedButton } from '../access-denied'

type PeopleHeaderProps = { session: MemberSession; current: 'members' | 'invitations'; description?: ReactNode }

/** The header that the lists of members and of invitations share. */
export function PeopleHeader({ session, current, description }: PeopleHeaderProps) {
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
        actions={
          <GuardedButton session={session} permission="org:invitations:write" path="/invitations/new">
            <Icon name="plus" />
            Invite members
          </GuardedButton>
        }
      />
      {can(session, 'org:invitations:read') && (
        <div className="pb-4">
          <Segmented label="People" items={tabs} />
        </div>
      )}
    </>
  )
}
