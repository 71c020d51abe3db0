import { Form, SubmitButton } from '@/components/form'
import { Button } from '@/components/ui/button'
import { missingFor, ownership } from '@/lib/auth/permissions'
import type { MemberEntry } from '@/lib/auth/require'
import type { Role } from '@/lib/roles/role'
import { startViewAsAction } from './actions'

type ViewAsButtonProps = { entry: MemberEntry; role: Role; short?: boolean }

/** Out of use for a role above one's own: one sees less, never more. */
export function ViewAsButton({ entry, role, short = false }: ViewAsButtonProps) {
  const look = { variant: short ? 'ghost' : 'secondary', size: short ? 'sm' : 'md' } as const
  const label = short ? 'View as' : 'View as this role'
  const why = entry.viewAs ? 'Go back to your own role first.' : whyAbove(entry, role)
  if (why) {
    return (
      <Button {...look} disabled aria-label={`${label} ${role.name}. ${why}`}>
        {label}
      </Button>
    )
  }
  return (
    <Form action={startViewAsAction} className="contents">
      <input type="hidden" name="organization" value={entry.org.slug} />
      <input type="hidden" name="role" value={role.key} />
      <SubmitButton {...look} aria-label={short ? `View as ${role.name}` : undefined}>
        {label}
      </SubmitButton>
    </Form>
  )
}

function whyAbove(entry: MemberEntry, role: Role): string | undefined {
  const missing = missingFor(entry, role.key)
  if (missing.includes(ownership)) return 'Only an owner can look as one.'
  return missing.length > 0 ? `It allows what you lack: ${missing.join(', ')}.` : undefined
}
