import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { DisabledButton } from '@/components/ui/disabled-button'
import { wordsAndKeysOfSome } from '@/lib/permissions/catalogue'
import { missingFor, ownership } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Role } from '@/lib/roles/schema'
import { approversFor } from '../../approvers'
import { startViewAsAction } from './actions'

type ViewAsButtonProps = { session: MemberSession; role: Role }

/** Disabled for a role above the viewer's, because a preview must not show more than the viewer may see. */
export async function ViewAsButton({ session, role }: ViewAsButtonProps) {
  const why = session.viewAs
    ? 'You’re already previewing another role. Exit the preview first.'
    : await whyAbove(session, role)
  if (why) {
    return (
      <DisabledButton variant="secondary" why={why}>
        Preview this role
      </DisabledButton>
    )
  }
  return (
    <Form action={startViewAsAction} fields={{ role: role.key }} className="contents">
      <SubmitButton variant="secondary">Preview this role</SubmitButton>
    </Form>
  )
}

async function whyAbove(session: MemberSession, role: Role): Promise<string | undefined> {
  const missing = missingFor(session, role.key)
  if (missing.length === 0) return undefined
  if (missing.includes(ownership)) return 'Only owners can preview the owner role.'
  const lacked = missing.filter((each) => each !== ownership)
  const ask = (await approversFor(session))(lacked)
  return `${role.name} can ${wordsAndKeysOfSome(lacked)}, which you can’t. ${ask}`
}
