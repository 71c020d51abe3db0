// "Why can't I?": wherever somebody may not, the missing permission by its name, and who can give it.
import Form from 'next/form'
import type { ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { Button, buttonVariants } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { actingRole, can, permissionsOf, permissionWords, roleKeysOf, type Permission } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import { listMembers } from '@/lib/members'

type WhyNotProps = { entry: MemberEntry; permission: Permission }

const reasonId = (permission: Permission): string => `why-not-${permission.replaceAll(':', '-')}`

/** The reason in a sentence or two. Controls that are out of use for it point here. `names`: who can give it, known already. */
export async function WhyNot({ entry, permission, names: known }: WhyNotProps & { names?: string[] }) {
  const silent = entry.viewAs || !can(entry, 'org:members:read')
  const names = silent ? [] : (known ?? (await namesOfGivers(entry, permission)))
  return (
    <span id={reasonId(permission)}>
      {entry.viewAs ? 'The role' : 'Your role'} {actingRole(entry)} may not {permissionWords[permission]}. That takes{' '}
      <code className="text-ink font-mono text-xs">{permission}</code>.{' '}
      {!entry.viewAs && <>Ask {names.length > 0 ? words.format(names) : `an admin of ${entry.org.name}`}.</>}
    </span>
  )
}

const words = new Intl.ListFormat('en', { type: 'disjunction' })
const shown = 3

// Whoever may change roles, and has the permission: nobody gives what they lack.
async function namesOfGivers(entry: MemberEntry, permission: Permission): Promise<string[]> {
  const giving = roleKeysOf(entry).filter((role) => {
    const held = permissionsOf(role, entry.customRoles)
    return held.includes('org:members:write') && held.includes(permission)
  })
  const names: string[] = []
  for (const role of giving) {
    if (names.length >= shown) break
    const { data } = await listMembers(entry, { role, sort: 'name', limit: shown - names.length })
    names.push(...data.map(({ name }) => name))
  }
  return names
}

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
