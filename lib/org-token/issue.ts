// Issues organization tokens. One statement checks session and membership and stores the token's row; then it is signed.
import { SignJWT } from 'jose'
import { enterKeyForToken, enterOrgForToken, type TokenRow } from '@/lib/db/with-org'
import type { MemberContext, OrgEntry } from '@/lib/db/entry'
import { getEnv } from '@/lib/env'
import { algorithm, tokenType, type OrgTokenClaims } from './claims'
import { keyring } from './keys'
import { statusEntry } from './status'

/** The token response of RFC 6749, section 5.1, and the organization that it speaks for. Times in seconds. */
export type OrgToken = {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  organization: { id: string; slug: string; name: string; role: string; permissions: string[] }
}

/** For a signed-in member. Throws unauthenticated, not_found (no member), no_active_organization. */
export async function issueOrgToken(ctx: MemberContext, { makeActive = false } = {}): Promise<OrgToken> {
  return sign(await enterOrgForToken(ctx, getEnv().ORG_TOKEN_TTL_SECONDS, makeActive))
}

/** For a program, by the SHA-256 of its API key's secret; `ip` is noted. Throws invalid_token for a key that is none. */
export async function issueKeyToken(key: { id: string; secretHash: string }, ip: string | null): Promise<OrgToken> {
  return sign(await enterKeyForToken(key, getEnv().ORG_TOKEN_TTL_SECONDS, ip))
}

async function sign({ entry, tokenId, statusIndex, issuedAt }: TokenRow<OrgEntry>): Promise<OrgToken> {
  const { ORG_TOKEN_TTL_SECONDS, APP_URL, ORG_TOKEN_AUDIENCE } = getEnv()
  const { signing } = await keyring()
  const iat = Math.floor(issuedAt.getTime() / 1000)
  const claims: OrgTokenClaims = {
    iss: APP_URL,
    aud: ORG_TOKEN_AUDIENCE,
    ...bearerOf(entry),
    org_id: entry.org.id,
    org_slug: entry.org.slug,
    org_role: entry.role,
    org_permissions: [...entry.permissions],
    jti: tokenId,
    iat,
    exp: iat + ORG_TOKEN_TTL_SECONDS,
    status: { status_list: statusEntry(APP_URL, statusIndex) },
  }
  const access_token = await new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: tokenType, kid: signing.kid })
    .sign(signing.key)
  const { org, role, permissions } = entry
  return {
    access_token,
    token_type: 'Bearer',
    expires_in: ORG_TOKEN_TTL_SECONDS,
    organization: { ...org, role, permissions: [...permissions] },
  }
}

const bearerOf = (entry: OrgEntry) =>
  'user' in entry
    ? { sub: entry.user.id, email: entry.user.email, sid: entry.sessionId, client_id: 'web' }
    : { sub: entry.apiKeyId, client_id: entry.apiKeyId }
