// Explains a missing permission: its name, and who can grant it.
import { Fragment, type ReactNode } from 'react'
import { PageButton } from '@/components/page-button'
import { PageLink } from '@/components/page-link'
import { buttonVariants } from '@/components/ui/button'
import { DisabledButton } from '@/components/ui/disabled-button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { refusedWords, type Permission } from '@/lib/permissions/catalogue'
import { actingRole } from '@/lib/permissions/roles'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { approversFor } from './approvers'

type PermissionProps = { session: MemberSession; permission: Permission }

type ReasonProps = {
  session: MemberSession
  /** The missing permission. Several are joined into one sentence. */
  permission: Permission | [Permission, ...Permission[]]
}

export async function PermissionHint({ session, permission }: ReasonProps) {
  const missing = typeof permission === 'string' ? ([permission] as const) : permission
  const ask = (await approversFor(session))(missing)
  return (
    <span>
      {session.viewAs ? 'The role' : 'Your role'} {actingRole(session)} can’t {refusedWords(missing[0])} (
      <Code>{missing[0]}</Code>)
      {missing.slice(1).map((each) => (
        <Fragment key={each}>
          {' '}
          or {refusedWords(each)} (<Code>{each}</Code>)
        </Fragment>
      ))}
      . {ask}
    </span>
  )
}

const Code = ({ children }: { children: Permission }) => <code className="text-ink font-mono text-xs">{children}</code>

type GuardedButtonProps = PermissionProps & { path: string; variant?: 'primary' | 'secondary'; children: ReactNode }

/** Leads to a page. Without the permission it is disabled, not hidden, because a hidden one would look like a missing feature. */
export function GuardedButton({ session, permission, path, variant = 'primary', children }: GuardedButtonProps) {
  return can(session, permission) ? (
    <PageButton href={`/o/${session.org.slug}${path}`} variant={variant}>
      {children}
    </PageButton>
  ) : (
    <DisabledButton variant="secondary" why={<PermissionHint session={session} permission={permission} />}>
      {children}
    </DisabledButton>
  )
}

type AccessDeniedProps = PermissionProps & {
  /** The title of the page. */
  title: string
  back?: readonly [path: string, label: string] | null
  /** Instead of the title and the link back. */
  header?: ReactNode
}

/** Shown instead of a page whose permission the viewer lacks. */
export function AccessDenied({ session, permission, title, back = null, header }: AccessDeniedProps) {
  return (
    <>
      {header ?? <PageHeader title={title} />}
      <EmptyState
        tiles="closed"
        title="You don’t have access to this page"
        description={<PermissionHint session={session} permission={permission} />}
      >
        {back && !header && (
          <PageLink href={`/o/${session.org.slug}${back[0]}`} className={buttonVariants({ variant: 'secondary' })}>
            {back[1]}
          </PageLink>
        )}
      </EmptyState>
    </>
  )
}
