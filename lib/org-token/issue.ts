// Issues organization tokens. One statement checks session and membership and stores the token's row; then it is signed.
import { SignJWT } from 'jose'
import { enterOrgForToken } from '@/lib/db/with-org'
import type { OrgContext, OrgEntry } from '@/lib/db/entry'
import { getEnv } from '@/lib/env'
import { algorithm, tokenType, type OrgTokenClaims } from './claims'
import { keyring } from './keys'

/** The token response of RFC 6749, section 5.1, and the organization that it speaks for. Times in seconds. */
export type OrgToken = {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  organization: { id: string; slug: string; name: string; role: string; permissions: string[] }
}

/** Throws unauthenticated, not_found (no member), no_active_organization. */
export async function issueOrgToken(ctx: OrgContext, { makeActive = false } = {}): Promise<OrgToken> {
  const { ORG_TOKEN_TTL_SECONDS, APP_URL, ORG_TOKEN_AUDIENCE } = getEnv()
  const { signing } = await keyring()
  const { entry, tokenId, issuedAt } = await enterOrgForToken(ctx, ORG_TOKEN_TTL_SECONDS, makeActive)
  const iat = Math.floor(issuedAt.getTime() / 1000)
  const claims: OrgTokenClaims = {
    iss: APP_URL,
    aud: ORG_TOKEN_AUDIENCE,
    ...describe(entry),
    client_id: 'web',
    jti: tokenId,
    iat,
    exp: iat + ORG_TOKEN_TTL_SECONDS,
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

const describe = ({ user, org, role, permissions, sessionId }: OrgEntry) => ({
  sub: user.id,
  email: user.email,
  org_id: org.id,
  org_slug: org.slug,
  org_role: role,
  org_permissions: [...permissions],
  sid: sessionId,
})
