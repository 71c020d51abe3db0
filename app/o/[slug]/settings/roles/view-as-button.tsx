import { Form, SubmitButton } from '@/components/form'
import { ClosedButton } from '@/components/ui/closed-button'
import { missingFor, ownership } from '@/lib/permissions/grants'
import type { MemberEntry } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { whomToAsk } from '../../whom-to-ask'
import { startViewAsAction } from './actions'

type ViewAsButtonProps = { entry: MemberEntry; role: Role; short?: boolean }

/** Out of use for a role above one's own: one sees less, never more. */
export async function ViewAsButton({ entry, role, short = false }: ViewAsButtonProps) {
  const look = { variant: short ? 'ghost' : 'secondary', size: short ? 'sm' : 'md' } as const
  const label = short ? 'View as' : 'View as this role'
  const why = entry.viewAs
    ? 'You are already viewing as another role. Go back to your own role first.'
    : await whyAbove(entry, role)
  if (why) {
    return (
      <ClosedButton {...look} aria-label={short ? `View as ${role.name}` : undefined} why={why}>
        {label}
      </ClosedButton>
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

async function whyAbove(entry: MemberEntry, role: Role): Promise<string | undefined> {
  const missing = missingFor(entry, role.key)
  if (missing.length === 0) return undefined
  if (missing.includes(ownership)) return 'Only an owner can view as an owner.'
  const ask = (await whomToAsk(entry))(missing.filter((lacked) => lacked !== ownership))
  return `${role.name} allows what you lack: ${missing.join(', ')}. ${ask}`
}
