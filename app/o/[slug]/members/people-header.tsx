import Form from 'next/form'
import type { ReactNode } from 'react'
import { Icon } from '@/components/icon'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { can } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'

type PeopleHeaderProps = { entry: MemberEntry; current: 'members' | 'invitations'; description?: ReactNode }

/** The head of the two lists of people: who is here, and who is asked to come. */
export function PeopleHeader({ entry, current, description }: PeopleHeaderProps) {
  const base = `/o/${entry.org.slug}`
  const tabs = [
    { label: 'Members', href: `${base}/members`, current: current === 'members' },
    { label: 'Invitations', href: `${base}/invitations`, current: current === 'invitations' },
  ]
  return (
    <>
      <PageHeader
        title={current === 'members' ? 'Members' : 'Invitations'}
        description={description}
        actions={can(entry, 'org:invitations:write') && <InviteButton base={base} />}
      />
      {can(entry, 'org:invitations:read') && (
        <div className="pb-4">
          <Segmented label="People" items={tabs} />
        </div>
      )}
    </>
  )
}

// A form, not a link: it reads as the button that it looks like, and works without a script.
function InviteButton({ base }: { base: string }) {
  return (
    <Form action={`${base}/invitations/new`} prefetch={false}>
      <Button type="submit">
        <Icon name="plus" />
        Invite members
      </Button>
    </Form>
  )
}
