// Verifies bearer tokens on the server: signature and claims, with the keys of the database. The access check then
// tests with the `tokenId` whether the token, its session and its membership are still valid.
import type { OrgContext } from '@/lib/db/session'
import { getEnv, type Env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { createVerifier, InvalidTokenError, type OrgTokenClaims } from './claims'
import { findKey } from './keys'

/** In: the Authorization header. Out: the context of its token. Throws invalid_token (RFC 6750, section 3.1). */
export async function verifyBearer(authorization: string): Promise<OrgContext> {
  const [, token] = /^Bearer ([^\s,]+)$/i.exec(authorization) ?? []
  if (!token) throw new AppError('invalid_token')
  return contextOf(await verifyToken(token))
}

/** In: a token. Out: its claims. Throws invalid_token unless it is ours, for our own API and not expired. */
export const verifyToken = verifierFor(({ APP_URL }) => [APP_URL])

/** The same for a token of any audience, for backends that ask about the tokens that they receive. */
export const verifyIssued = verifierFor(({ ORG_TOKEN_AUDIENCES }) => ORG_TOKEN_AUDIENCES)

function verifierFor(audiencesIn: (env: Env) => string[]) {
  let verifier: ReturnType<typeof createVerifier> | undefined
  return async (token: string): Promise<OrgTokenClaims> => {
    const env = getEnv()
    verifier ??= createVerifier({
      issuer: env.APP_URL,
      audiences: audiencesIn(env),
      maxAgeSeconds: env.ORG_TOKEN_TTL_SECONDS,
      keys: findKey,
    })
    try {
      return await verifier(token)
    } catch (error) {
      if (error instanceof InvalidTokenError) throw new AppError('invalid_token', { cause: error })
      throw error
    }
  }
}

/** The context of the claims, for the access check. */
export function contextOf(claims: OrgTokenClaims): OrgContext {
  const place = { organization: claims.org_id, tokenId: claims.jti }
  return claims.sid
    ? { ...place, userId: claims.sub, sessionId: claims.sid, cookieVersion: null }
    : { ...place, apiKeyId: claims.sub }
}
