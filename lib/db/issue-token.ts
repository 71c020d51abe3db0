// Stores a token's row in the statement that authorizes its bearer, so that no token is signed for a member who has just left.
import { AppError } from '@/lib/errors'
import type { KeyRow, MemberRow } from './access-rows'
import { toKeySession, toMemberSession, type KeySession, type MemberContext, type MemberSession } from './session'
import { asRole } from './authorize'
import { prove } from './proof'
import { ask, transaction } from './transaction'
import type { KeyProof } from './with-credential'
import type { OrgDb } from './with-org'

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

/** Issues a token to a member. `activate`: also makes the organization the active one. Throws as `authorizeOrg` does. */
export async function issueMemberToken(
  ctx: MemberContext,
  { ttlSeconds, activate }: { ttlSeconds: number; activate: boolean },
): Promise<TokenRow<MemberSession>> {
  const { sessionId, userId, cookieVersion, organization } = ctx
  const [row] = await ask<Issued<MemberRow>>('tenant', async () => ({
    text: 'select (i.access).*, i.* from issue_member_token($1, $2, $3, $4, null, null, $5, $6, $7) i',
    values: [
      ...[sessionId, userId, cookieVersion, organization, ttlSeconds, activate],
      await prove('member', sessionId, userId, cookieVersion, null, organization, null),
    ],
  }))
  return toTokenRow(toMemberSession(row!, { ...ctx, tokenId: null }), row!)
}

/** What is exchanged: the member's token `parentId`, by the key. `scope`: the permissions that the new one is limited to. */
export type Exchange = {
  apiKey: KeyProof
  member: MemberContext & { organization: string }
  parentId: string
  scope: readonly string[] | null
  ttlSeconds: number
}

type ExchangedRow = Omit<MemberRow, 'status'> & { status: MemberRow['status'] | 'exchanged' | null }

/**
 * Exchanges a member's token in the organization of the key, given by its id. `record` runs in the same transaction, as
 * the key. Throws invalid_token for a parent that has ended or was itself exchanged, and for a key that has ended.
 */
export function exchangeMemberToken(
  { apiKey, member, parentId, scope, ttlSeconds }: Exchange,
  record: (db: OrgDb) => Promise<void>,
): Promise<TokenRow<MemberSession>> {
  const { sessionId, userId, organization } = member
  const begin = async () =>
    asRole('tenant', {
      text: '(select (i.access).*, i.* from exchange_member_token($1, $2, $3, $4, $5, $6, $7, $8, $9) i)',
      values: [
        ...[apiKey.id, apiKey.secretHash, sessionId, userId, parentId, scope, ttlSeconds],
        await prove('key', apiKey.id, apiKey.secretHash, null, null, null),
        await prove('member', sessionId, userId, null, parentId, organization, null),
      ],
    })
  return transaction<Issued<ExchangedRow>, TokenRow<MemberSession>>('tenant', begin, async (db, row) => {
    if (row.status === null || row.status === 'exchanged') throw new AppError('invalid_token')
    const session = toMemberSession(row as MemberRow, { ...member, tokenId: parentId })
    await record(db)
    return toTokenRow({ ...session, tokenId: null }, row)
  })
}

/**
 * Issues a token to an API key, by the SHA-256 of its secret, and records `ip`. `scope`: the permissions that it is limited to. Throws
 * invalid_token for a key that is unknown or has ended.
 */
export async function issueApiKeyToken(
  key: { id: string; secretHash: string },
  ttlSeconds: number,
  ip: string | null,
  scope: readonly string[] | null = null,
): Promise<TokenRow<KeySession>> {
  const [row] = await ask<Issued<KeyRow>>('tenant', async () => ({
    text: 'select (i.access).*, i.* from issue_key_token($1, $2, $3, $4, $5, $6) i',
    values: [
      ...[key.id, key.secretHash, scope, ttlSeconds, ip],
      await prove('key', key.id, key.secretHash, null, null, null),
    ],
  }))
  return toTokenRow(toKeySession(row!, { apiKeyId: key.id, tokenId: row!.token_id }), row!)
}

const toTokenRow = <Session>(session: Session, row: Issued<object>): TokenRow<Session> => {
  const { token_id, status_index, issued_at, expires_at, stored_at, signing_keys } = row
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
