import Form from 'next/form'
import { Icon } from '@/components/icon'
import { Button } from '@/components/ui/button'
import { can, roleName } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'

const reasonId = 'why-not'

/** To whom may not, it is there but out of use, and says why: a missing button would look like a missing feature. */
export function NewProjectButton({ entry }: { entry: MemberEntry }) {
  const allowed = can(entry, 'org:projects:write')
  return (
    <Form action={`/o/${entry.org.slug}/projects/new`} prefetch={false}>
      <Button
        type={allowed ? 'submit' : 'button'}
        disabled={!allowed}
        aria-describedby={allowed ? undefined : reasonId}
      >
        <Icon name="plus" />
        New project
      </Button>
    </Form>
  )
}

/** Stands beside the button that it explains. */
export function WhyNot({ entry }: { entry: MemberEntry }) {
  return (
    <span id={reasonId}>
      Your role {roleName(entry.role, entry.customRoles)} cannot create projects: ask an admin for another.
    </span>
  )
}
