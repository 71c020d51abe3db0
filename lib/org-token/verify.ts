// Verifies bearer tokens on the server: signature and claims, with the keys of the database. The access check then
// tests with the `tokenId` whether the token, its session and its membership are still valid.
import type { OrgContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { createVerifier, InvalidTokenError, type OrgTokenClaims } from './claims'
import { findKey } from './keys'

let verifier: ReturnType<typeof createVerifier> | undefined

/** In: the Authorization header. Out: the context of its token. Throws invalid_token (RFC 6750, section 3.1). */
export async function verifyBearer(authorization: string): Promise<OrgContext> {
  const [, token] = /^Bearer ([^\s,]+)$/i.exec(authorization) ?? []
  if (!token) throw new AppError('invalid_token')
  return contextOf(await verifyToken(token))
}

/** In: a token. Out: its claims. Throws invalid_token unless it is ours, for our audience and not expired. */
export async function verifyToken(token: string): Promise<OrgTokenClaims> {
  const { APP_URL, ORG_TOKEN_AUDIENCE, ORG_TOKEN_TTL_SECONDS } = getEnv()
  verifier ??= createVerifier({
    issuer: APP_URL,
    audience: ORG_TOKEN_AUDIENCE,
    maxAgeSeconds: ORG_TOKEN_TTL_SECONDS,
    keys: findKey,
  })
  try {
    return await verifier(token)
  } catch (error) {
    if (error instanceof InvalidTokenError) throw new AppError('invalid_token', { cause: error })
    throw error
  }
}

/** The context of the claims, for the access check. */
export function contextOf(claims: OrgTokenClaims): OrgContext {
  const place = { organization: claims.org_id, tokenId: claims.jti }
  return claims.sid ? { ...place, userId: claims.sub, sessionId: claims.sid } : { ...place, apiKeyId: claims.sub }
}
