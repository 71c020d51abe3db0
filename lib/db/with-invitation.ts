// The door for somebody who is invited and no member yet: the invitation's organization, entered by the secret of its link,
// or by its id where the invited address is the verified one of whoever is signed in. The invitation is locked, so that of
// many clicks one counts.
import type { CustomRoles } from '@/lib/auth/permissions'
import { AppError } from '@/lib/errors'
import type { Author, EntryRow, Origin, UserContext } from './entry'
import { transaction } from './transaction'
import type { OrgDb } from './with-org'

export type InvitationEntry = {
  org: { id: string; slug: string; name: string }
  /** The inviter's role in the organization now; null when they have left. */
  inviterRole: string | null
  customRoles: CustomRoles
  /** Whoever is signed in. */
  user: (Author & { id: string; email: string; emailVerified: boolean }) | null
}

/** What leads to an invitation: the hash of its secret, or its id. */
export type InvitationKey = { tokenHash: string } | { id: string }

/** Runs `work` in the organization of the invitation. Throws not_found for an unknown key, organization_deleted, unauthenticated. */
export function withInvitation<T>(
  key: InvitationKey,
  ctx: UserContext | null,
  work: (db: OrgDb, entry: InvitationEntry) => Promise<T>,
): Promise<T> {
  const { tokenHash, id } = { tokenHash: null, id: null, ...key }
  return transaction(async (db) => {
    const [row] = await db.$queryRaw<EntryRow[]>`
      select * from enter_invitation(${tokenHash}, ${ctx?.sessionId ?? null}, ${ctx?.userId ?? null}, ${id})`
    if (row!.status === 'no_session') throw new AppError('unauthenticated')
    if (row!.status === 'organization_deleted') throw new AppError('organization_deleted')
    if (row!.status !== 'ok') throw new AppError('not_found')
    const org = { id: row!.organization_id, slug: row!.organization_slug, name: row!.organization_name }
    return work(db, { org, inviterRole: row!.role, customRoles: row!.custom_roles, user: toInvited(row!, ctx?.origin) })
  })
}

function toInvited(row: EntryRow, origin: Origin | undefined): InvitationEntry['user'] {
  if (!row.user_id) return null
  const { user_id: id, user_name: name, user_email: email, email_verified: emailVerified } = row
  return { id, email, emailVerified, actor: { type: 'user', id, name }, responsibleId: id, ...(origin && { origin }) }
}
