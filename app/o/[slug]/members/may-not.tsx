import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import type { Permission } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { WhoCan } from './who-can'

type MayNotProps = {
  entry: MemberEntry
  permission: Permission
  /** Of the page, where nothing else says it. */
  title?: string
  back?: readonly [path: string, label: string]
}

/** Instead of a page that the door would refuse anyway: which permission it takes, and who can give it. */
export function MayNot({ entry, permission, title, back: [path, label] = ['/members', 'Members'] }: MayNotProps) {
  return (
    <>
      {title && <PageHeader title={title} />}
      <EmptyState
        title="Your role does not reach this page"
        description={
          <>
            It takes the permission <code className="text-ink font-mono text-xs">{permission}</code>.{' '}
            <WhoCan entry={entry} permission={permission} />
          </>
        }
      >
        <PageLink href={`/o/${entry.org.slug}${path}`} className={buttonVariants({ variant: 'secondary' })}>
          {label}
        </PageLink>
      </EmptyState>
    </>
  )
}
