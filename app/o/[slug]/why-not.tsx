// "Why can't I?": wherever somebody may not, the missing permission by its name, and who can give it.
import Form from 'next/form'
import { Fragment, type ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { Button, buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { actingRole, can, permissionWords, type Permission } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { whomToAsk } from './whom-to-ask'

type WhyNotProps = { entry: MemberEntry; permission: Permission }

const reasonId = (permission: Permission): string => `why-not-${permission.replaceAll(':', '-')}`

type ReasonProps = {
  entry: MemberEntry
  /** What is missing; several are said in one breath. */
  permission: Permission | [Permission, ...Permission[]]
  /** Who can give it, where the page knows already. */
  names?: string[]
}

/** The reason in a sentence or two. Controls that are out of use for it point here. */
export async function WhyNot({ entry, permission, names }: ReasonProps) {
  const missing = typeof permission === 'string' ? ([permission] as const) : permission
  const ask = names && !entry.viewAs ? `Ask ${words.format(names)}.` : (await whomToAsk(entry))(missing)
  return (
    <span id={reasonId(missing[0])}>
      {entry.viewAs ? 'The role' : 'Your role'} {actingRole(entry)} may not {permissionWords[missing[0]]}
      {missing.length === 1 ? (
        <>
          . That takes <Code>{missing[0]}</Code>.
        </>
      ) : (
        <>
          {' '}
          (<Code>{missing[0]}</Code>)
          {missing.slice(1).map((each) => (
            <Fragment key={each}>
              {' '}
              or {permissionWords[each]} (<Code>{each}</Code>)
            </Fragment>
          ))}
          .
        </>
      )}{' '}
      {ask}
    </span>
  )
}

const Code = ({ children }: { children: Permission }) => <code className="text-ink font-mono text-xs">{children}</code>

const words = new Intl.ListFormat('en', { type: 'disjunction' })

type GuardedButtonProps = WhyNotProps & { path: string; children: ReactNode }

/** A button that leads to a page; out of use for whoever may not, since a missing one would look like a missing feature. */
export function GuardedButton({ entry, permission, path, children }: GuardedButtonProps) {
  const allowed = can(entry, permission)
  return (
    // A form, not a link: it reads as the button that it looks like, and works without a script.
    <Form action={`/o/${entry.org.slug}${path}`} prefetch={false}>
      <Button
        type={allowed ? 'submit' : 'button'}
        disabled={!allowed}
        aria-describedby={allowed ? undefined : reasonId(permission)}
      >
        {children}
      </Button>
    </Form>
  )
}

type MayNotProps = WhyNotProps & {
  /** Of the page, where nothing else says it. */
  title?: string
  back?: readonly [path: string, label: string] | null
}

/** Instead of a page that the door would refuse anyway. */
export function MayNot({ entry, permission, title, back = ['/members', 'Members'] }: MayNotProps) {
  return (
    <>
      {title && <PageHeader title={title} />}
      <EmptyState
        title="Your role does not reach this page"
        description={<WhyNot entry={entry} permission={permission} />}
      >
        {back && (
          <PageLink href={`/o/${entry.org.slug}${back[0]}`} className={buttonVariants({ variant: 'secondary' })}>
            {back[1]}
          </PageLink>
        )}
      </EmptyState>
    </>
  )
}
