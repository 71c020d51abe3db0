import { Icon } from '@/components/icon'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { ClosedButton } from '@/components/ui/closed-button'
import { can } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { WhyNot } from './why-not'

const actions = [
  { label: 'Invite members', permission: 'org:invitations:write', path: '/invitations/new', variant: 'secondary' },
  { label: 'New project', permission: 'org:projects:write', path: '/projects/new', variant: 'primary' },
] as const

/** What one comes here to begin. */
export function QuickActions({ entry }: { entry: MemberEntry }) {
  return actions.map(({ label, permission, path, variant }) => {
    const content = (
      <>
        <Icon name="plus" />
        {label}
      </>
    )
    return can(entry, permission) ? (
      <PageLink key={path} href={`/o/${entry.org.slug}${path}`} className={buttonVariants({ variant })}>
        {content}
      </PageLink>
    ) : (
      <ClosedButton key={path} variant="secondary" why={<WhyNot entry={entry} permission={permission} />}>
        {content}
      </ClosedButton>
    )
  })
}
