// Stores a token's row in the statement that authorizes its bearer, so that no token is signed for a member who has just left.
import { AppError } from '@/lib/errors'
import {
  toKeySession,
  toMemberSession,
  type KeySession,
  type KeyRow,
  type MemberContext,
  type MemberSession,
  type MemberRow,
} from './session'
import { prove } from './proof'
import { ask } from './transaction'

/** A token's stored row: its id, its index in the status list, its times. */
export type TokenRow<Session> = {
  session: Session
  tokenId: string
  statusIndex: number
  issuedAt: Date
  expiresAt: Date
  /** The same time as `issuedAt`, to the millisecond. */
  storedAt: Date
  /** The signing keys that were not revoked at that time: by id, when each starts to sign, in ms since 1970. */
  signingKeys: Readonly<Record<string, number>>
}

type Issued<Access> = Access & {
  token_id: string
  status_index: string
  issued_at: Date
  expires_at: Date
  stored_at: Date
  signing_keys: Record<string, number>
}

type Wanted = {
  ttlSeconds: number
  /** Also makes the organization the session's active one, in the same statement. */
  activate?: boolean
  /** The token that is exchanged; `scope`: the permissions that the new one is limited to. */
  parentId?: string
  scope?: readonly string[]
}

/**
 * Issues a token to a member. Throws as `authorizeOrg` does; invalid_token for a parent that has ended or was itself
 * exchanged.
 */
export async function issueMemberToken(
  ctx: MemberContext,
  { ttlSeconds, activate = false, parentId, scope }: Wanted,
): Promise<TokenRow<MemberSession>> {
  const { sessionId, userId, organization } = ctx
  const parent = parentId ?? null
  const [row] = await ask<Issued<Omit<MemberRow, 'status'> & { status: MemberRow['status'] | 'exchanged' }>>(
    'tenant',
    async () => ({
      text: 'select (i.access).*, i.* from issue_member_token($1, $2, $3, $4, $5, $6, $7, $8) i',
      values: [
        ...[sessionId, userId, organization, parent, scope ?? null, ttlSeconds, activate],
        await prove('member', sessionId, userId, parent, organization, null),
      ],
    }),
  )
  if (row!.status === 'exchanged') throw new AppError('invalid_token')
  const session = toMemberSession(row as MemberRow, { ...ctx, tokenId: parent })
  return toTokenRow({ ...session, tokenId: null }, row!)
}

/**
 * Issues a token to an API key, by the SHA-256 of its secret, and records `ip`. Throws invalid_token for a key that is
 * unknown or has ended.
 */
export async function issueApiKeyToken(
  key: { id: string; secretHash: string },
  ttlSeconds: number,
  ip: string | null,
): Promise<TokenRow<KeySession>> {
  const [row] = await ask<Issued<KeyRow>>('tenant', async () => ({
    text: 'select (i.access).*, i.* from issue_key_token($1, $2, $3, $4, $5) i',
    values: [key.id, key.secretHash, ttlSeconds, ip, await prove('key', key.id, key.secretHash, null, null, null)],
  }))
  return toTokenRow(toKeySession(row!, { apiKeyId: key.id, tokenId: row!.token_id }), row!)
}

const toTokenRow = <Session>(session: Session, row: Omit<Issued<unknown>, never>): TokenRow<Session> => {
  const { token_id, status_index, issued_at, expires_at, stored_at, signing_keys } = row as Issued<object>
  return {
    session,
    tokenId: token_id,
    statusIndex: Number(status_index),
    issuedAt: issued_at,
    expiresAt: expires_at,
    storedAt: stored_at,
    signingKeys: signing_keys,
  }
}
