import { Icon } from '@/components/icon'
import { Button } from '@/components/ui/button'
import { can, roleName } from '@/lib/auth/permissions'
import type { OrgEntry } from '@/lib/auth/require'

/** To whom may not, it is there but out of use, and says why: a missing button would look like a missing feature. */
export function NewProjectButton({ entry }: { entry: OrgEntry }) {
  const allowed = can(entry, 'org:projects:write')
  return (
    <form action={`/o/${entry.org.slug}/projects/new`} className="grid justify-items-end gap-1.5">
      <Button
        type={allowed ? 'submit' : 'button'}
        disabled={!allowed}
        aria-describedby={allowed ? undefined : 'why-not'}
      >
        <Icon name="plus" />
        New project
      </Button>
      {!allowed && (
        <p id="why-not" className="text-muted text-[0.8125rem]">
          Your role {roleName(entry.role)} cannot create projects. Ask an admin.
        </p>
      )}
    </form>
  )
}
