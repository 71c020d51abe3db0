// The server's own verification of a bearer token: signature and claims here, with the keys of the database; whether the
// token, its session and its membership still live is checked by the door, with the `tokenId` that this returns.
import type { OrgContext } from '@/lib/db/entry'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { createVerifier, InvalidTokenError } from './claims'
import { findKey } from './keys'

let verifier: ReturnType<typeof createVerifier> | undefined

/** In: the Authorization header. Out: the context that its token claims. Throws invalid_token (RFC 6750, section 3.1). */
export async function verifyBearer(authorization: string): Promise<OrgContext> {
  const { APP_URL, ORG_TOKEN_AUDIENCE, ORG_TOKEN_TTL_SECONDS } = getEnv()
  verifier ??= createVerifier({
    issuer: APP_URL,
    audience: ORG_TOKEN_AUDIENCE,
    maxAgeSeconds: ORG_TOKEN_TTL_SECONDS,
    keys: findKey,
  })
  const [, token] = /^Bearer ([^\s,]+)$/i.exec(authorization) ?? []
  if (!token) throw new AppError('invalid_token')
  try {
    const claims = await verifier(token)
    const place = { organization: claims.org_id, tokenId: claims.jti }
    return claims.sid ? { ...place, userId: claims.sub, sessionId: claims.sid } : { ...place, apiKeyId: claims.sub }
  } catch (error) {
    if (error instanceof InvalidTokenError) throw new AppError('invalid_token', { cause: error })
    throw error
  }
}
