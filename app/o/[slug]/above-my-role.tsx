import { roleName } from '@/lib/permissions/roles'
import { missingFor, ownership } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { approversFor } from './approvers'

const shown = 2
const words = new Intl.ListFormat('en')
const look = 'text-muted text-[0.8125rem] text-pretty sm:max-w-64 sm:text-right'

type AboveMyRoleProps = { session: MemberSession; role: string; id?: string }

/** Replaces the controls of a member whose role is above the viewer's: what the viewer lacks, and who can grant it. */
export async function AboveMyRole({ session, role, id }: AboveMyRoleProps) {
  const missing = missingFor(session, role)
  if (missing.includes(ownership))
    return (
      <span id={id} className={look}>
        Only an owner changes or removes an owner.
      </span>
    )
  const ask = (await approversFor(session))(missing.filter((lacked) => lacked !== ownership))
  const which = `${roleName(role, session.customRoles)} is above your role`
  if (missing.length <= shown)
    return (
      <span id={id} className={look}>
        {which}: you lack {words.format(missing)}. {ask}
      </span>
    )
  return (
    <details id={id} className={look}>
      <summary className="rounded-sm py-2 underline decoration-dotted underline-offset-3">
        {which}: you lack {missing.length} permissions
      </summary>
      {words.format(missing)}. {ask}
    </details>
  )
}
