// The doors that store a token's row in the statement that asks whether its bearer may have it, so that no token is signed
// for somebody who has just left.
import { toKeyEntry, toMemberEntry, type EntryRow, type KeyEntry, type MemberContext, type MemberEntry } from './entry'
import { call } from './transaction'

/** A token's row, just stored: its id, its place in the list of revoked tokens, its times, the key to sign it with. */
export type TokenRow<Entry> = {
  entry: Entry
  tokenId: string
  statusIndex: number
  issuedAt: Date
  expiresAt: Date
  signerId: string | null
}

/**
 * Like `enterOrg`, and stores a token's row. With `makeActive` the organization also becomes the session's active one, in
 * the same statement and commit.
 */
export async function enterOrgForToken(
  ctx: MemberContext,
  ttlSeconds: number,
  makeActive: boolean,
): Promise<TokenRow<MemberEntry>> {
  const [row] = await call<EntryRow>('select *, signer() from issue_org_token($1, $2, $3, $4, $5)', [
    ctx.sessionId,
    ctx.userId,
    ctx.organization,
    ttlSeconds,
    makeActive,
  ])
  return toTokenRow(toMemberEntry(row!, { ...ctx, tokenId: null }), row!)
}

/** The same for an API key, by the SHA-256 of its secret. Throws invalid_token for one that is unknown or has ended. */
export async function enterKeyForToken(
  key: { id: string; secretHash: string },
  ttlSeconds: number,
  ip: string | null,
): Promise<TokenRow<KeyEntry>> {
  const [row] = await call<EntryRow>('select *, signer() from issue_key_token($1, $2, $3, $4)', [
    key.id,
    key.secretHash,
    ttlSeconds,
    ip,
  ])
  return toTokenRow(toKeyEntry(row!, { apiKeyId: key.id, tokenId: row!.token_id! }), row!)
}

const toTokenRow = <Entry>(entry: Entry, row: EntryRow): TokenRow<Entry> => ({
  entry,
  tokenId: row.token_id!,
  statusIndex: Number(row.status_index),
  issuedAt: row.issued_at!,
  expiresAt: row.expires_at!,
  signerId: row.signer ?? null,
})
