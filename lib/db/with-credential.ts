// The scoped transaction of a secret: an API key's, in the key's organization and with its permissions; or an
// invitation's, in the inviting organization, for a person who is not a member yet.
import type { CustomRoles } from '@/lib/permissions/roles'
import { AppError, type ErrorCode } from '@/lib/errors'
import { asRole, keyCheck } from './authorize'
import type { KeyRow } from './access-rows'
import { toKeySession, type Author, type KeySession, type Origin, type UserContext } from './session'
import { prove } from './proof'
import type { Statement } from './scope'
import { transaction } from './transaction'
import type { OrgDb } from './with-org'

/** An API key, by the SHA-256 of its secret. */
export type KeyProof = { id: string; secretHash: string }

/** Finds an invitation by the hash of its secret, or by its id for the person whose verified address is invited. */
export type InvitationKey = { tokenHash: string } | { id: string }

type KeyCredential = { apiKey: KeyProof; origin: Origin }

/** `hold`: locks the invitation, so that of simultaneous answers one counts. */
type InvitationCredential = { invitation: InvitationKey; ctx: UserContext | null; hold?: boolean }

/** A key authenticated by its secret. Without a token it cannot open another transaction. */
export type ProvenKey = Omit<KeySession, 'tokenId'>

/** The invitation's current state. */
export type Offer = {
  id: string
  email: string
  role: string
  expiresAt: Date
  acceptedAt: Date | null
  declinedAt: Date | null
  revokedAt: Date | null
  /** With their current role; null when they have left. */
  inviter: { id: string; name: string; role: string } | null
}

export type InvitationSession = {
  org: { id: string; slug: string; name: string; hue: number | null }
  offer: Offer
  customRoles: CustomRoles
  /** The signed-in person; null if there is none. */
  user: (Author & { id: string; email: string; emailVerified: boolean }) | null
}

/**
 * Runs `work` in the organization of the credential. There is no permission to pass; `work` checks the session. Throws
 * invalid_token for a key that is unknown or has ended; for an invitation not_found, organization_deleted,
 * unauthenticated.
 */
export function withCredential<T>(
  credential: KeyCredential,
  work: (db: OrgDb, session: ProvenKey) => Promise<T>,
): Promise<T>

export function withCredential<T>(
  credential: InvitationCredential,
  work: (db: OrgDb, session: InvitationSession) => Promise<T>,
): Promise<T>

export function withCredential<T>(
  credential: KeyCredential | InvitationCredential,
  work: (db: OrgDb, session: never) => Promise<T>,
): Promise<T> {
  return 'apiKey' in credential
    ? withKey(credential, work as (db: OrgDb, session: ProvenKey) => Promise<T>)
    : withInvitation(credential, work as (db: OrgDb, session: InvitationSession) => Promise<T>)
}

function withKey<T>(
  { apiKey: { id, secretHash }, origin }: KeyCredential,
  work: (db: OrgDb, session: ProvenKey) => Promise<T>,
) {
  const check = async () =>
    asRole('tenant', await keyCheck({ apiKeyId: id, organization: null, tokenId: null }, { secretHash }))
  return transaction<KeyRow, T>('tenant', check, async (db, row) => {
    const { tokenId: _none, ...session } = toKeySession(row, { apiKeyId: id, tokenId: null, origin })
    // Once a minute is precise enough, and saves a write per request.
    await db.$executeRaw`
      update api_keys set last_used_at = now(), last_used_ip = ${origin.ip}
      where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`
    return work(db, session)
  })
}

/** The row of the SQL type `invitation_access`. */
type InvitationRow = {
  status: 'ok' | 'no_session' | 'not_found' | 'organization_deleted'
  organization_id: string
  organization_slug: string
  organization_name: string
  organization_hue: number | null
  custom_roles: CustomRoles
  invitation_id: string
  email: string
  role: string
  expires_at: Date
  accepted_at: Date | null
  declined_at: Date | null
  revoked_at: Date | null
  inviter_id: string | null
  inviter_name: string
  inviter_role: string
  user_name: string
  user_email: string
  email_verified: boolean
}

const refusals: Readonly<Record<Exclude<InvitationRow['status'], 'ok'>, ErrorCode>> = {
  no_session: 'unauthenticated',
  not_found: 'not_found',
  organization_deleted: 'organization_deleted',
}

function withInvitation<T>(
  { invitation, ctx, hold = false }: InvitationCredential,
  work: (db: OrgDb, session: InvitationSession) => Promise<T>,
) {
  const check = async () => asRole('tenant', await invitationCheck(invitation, ctx, hold))
  return transaction<InvitationRow, T>('tenant', check, (db, row) => {
    if (row.status !== 'ok') throw new AppError(refusals[row.status])
    const { organization_id: id, organization_slug: slug, organization_name: name, organization_hue: hue } = row
    const org = { id, slug, name, hue }
    return work(db, { org, offer: toOffer(row), customRoles: row.custom_roles, user: ctx && toInvited(row, ctx) })
  })
}

async function invitationCheck(key: InvitationKey, ctx: UserContext | null, hold: boolean): Promise<Statement> {
  const { tokenHash, id } = { tokenHash: null, id: null, ...key }
  const asked = [tokenHash, id, ctx?.sessionId ?? null, ctx?.userId ?? null, ctx?.cookieVersion ?? null]
  const proof = await prove('invitation', ...asked)
  return { text: 'authorize_invitation($1, $2, $3, $4, $5, $6, $7)', values: [...asked, hold, proof] }
}

const toOffer = (row: InvitationRow): Offer => ({
  id: row.invitation_id,
  email: row.email,
  role: row.role,
  expiresAt: row.expires_at,
  acceptedAt: row.accepted_at,
  declinedAt: row.declined_at,
  revokedAt: row.revoked_at,
  inviter: row.inviter_id === null ? null : { id: row.inviter_id, name: row.inviter_name, role: row.inviter_role },
})

function toInvited(row: InvitationRow, { userId: id, origin }: UserContext): NonNullable<InvitationSession['user']> {
  const { user_name: name, user_email: email, email_verified: emailVerified } = row
  return { id, email, emailVerified, actor: { type: 'user', id, name }, responsibleId: id, ...(origin && { origin }) }
}
