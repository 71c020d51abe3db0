// The organization token: an access token (RFC 9068) with the organization. The edge and the server use the same
// verifier, with different sources of keys. Nothing here uses the database or the environment.
import { decodeProtectedHeader, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

export const algorithm = 'ES256'
export const tokenType = 'at+jwt'
const clockToleranceSeconds = 5
// The database's clock dates a token, and this server's may be behind it. A date in the future does not lengthen a token's life.
const aheadSeconds = 65
const maxTokenLength = 8_192
const cacheSize = 5_000

const sharedClaims = z.object({
  iss: z.string(),
  // One audience only: another audience could replay the token to us.
  aud: z.string(),
  org_id: z.string().startsWith('org_'),
  org_slug: z.string(),
  org_role: z.string(),
  org_permissions: z.array(z.string()).optional(),
  /** Instead of org_permissions if those would make the token too large. */
  org_permissions_hash: z.string().startsWith('sha256-').optional(),
  client_id: z.string(),
  jti: z.string().startsWith('tok_'),
  iat: z.int(),
  exp: z.int(),
  /** The token's index in the published status list. */
  status: z.object({ status_list: z.object({ idx: z.int().min(0), uri: z.string() }) }),
})

const claimsSchema = z
  .union([
    sharedClaims.extend({
      sub: z.string().startsWith('user_'),
      email: z.string(),
      sid: z.string().startsWith('sess_'),
      /** When and how the person signed in or confirmed it last (RFC 9068, RFC 8176). */
      auth_time: z.int().optional(),
      amr: z.array(z.string()).optional(),
      /** The API key that exchanged it (RFC 8693, section 4.1). */
      act: z.object({ sub: z.string().startsWith('key_') }).optional(),
    }),
    // An API key's token, without a person or session.
    sharedClaims.extend({
      sub: z.string().startsWith('key_'),
      email: z.undefined().optional(),
      sid: z.undefined().optional(),
      auth_time: z.undefined().optional(),
      amr: z.undefined().optional(),
      act: z.undefined().optional(),
    }),
  ])
  .refine(({ org_permissions: named, org_permissions_hash: hash }) => (named === undefined) !== (hash === undefined))

export type OrgTokenClaims = z.infer<typeof claimsSchema>

type Expectations = { issuer: string; audiences: string[]; maxAgeSeconds: number; keys: JWTVerifyGetKey }

/** Thrown for a token that is invalid, expired or for another audience. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError'
}

/**
 * Makes a verifier. In: a token. Out: its claims. Throws InvalidTokenError for an invalid token, and the key source's
 * error if keys are unavailable. A cache answers repeated tokens by their exact text until they expire. The verifier
 * does not know about revocation: ask the database by `jti`.
 */
export function createVerifier({ issuer, audiences, maxAgeSeconds, keys }: Expectations) {
  const seen = new Map<string, OrgTokenClaims>()
  return async (token: string): Promise<OrgTokenClaims> => {
    const known = seen.get(token)
    if (known && known.exp + clockToleranceSeconds > Date.now() / 1000) return known
    seen.delete(token)
    const claims = await verify(token, { issuer, audiences, maxAgeSeconds, keys })
    if (seen.size >= cacheSize) seen.delete(seen.keys().next().value!)
    seen.set(token, claims)
    return claims
  }
}

async function verify(token: string, { issuer, audiences, maxAgeSeconds, keys }: Expectations) {
  if (token.length > maxTokenLength || !isCanonical(token)) throw new InvalidTokenError('Not a compact JWS.')
  const { payload } = await jwtVerify(token, keys, {
    algorithms: [algorithm],
    typ: tokenType,
    issuer,
    audience: audiences,
    requiredClaims: ['exp', 'iat', 'sub', 'jti'],
    clockTolerance: clockToleranceSeconds,
  }).catch((error: unknown) => {
    throw isTokenTrouble(error) ? new InvalidTokenError('The token does not verify.', { cause: error }) : error
  })
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success) throw new InvalidTokenError('A claim is missing or malformed.')
  const { iat, exp } = claims.data
  if (iat > Date.now() / 1000 + aheadSeconds) throw new InvalidTokenError('It was issued in the future.')
  if (exp - iat > maxAgeSeconds) throw new InvalidTokenError('It lives longer than we let any token live.')
  return claims.data
}

// Headers that our tokens never have. They contain a key or its location, or change what was signed: another reader
// might understand such a token differently.
const refusedHeaders = ['b64', 'crit', 'zip', 'cty', 'jku', 'x5u', 'jwk', 'x5c']

// Three base64url parts in canonical spelling: with padding or stray bits, one token would have many texts.
function isCanonical(token: string): boolean {
  if (!/^[\w-]+\.[\w-]+\.[\w-]{86}$/.test(token)) return false
  try {
    const header = decodeProtectedHeader(token)
    return !refusedHeaders.some((name) => name in header)
  } catch {
    return false
  }
}

// Errors of jose that concern the key set and not the token; an unavailable database is no fault of the token either.
const keyTrouble = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'])
const isTokenTrouble = (error: unknown): boolean => error instanceof errors.JOSEError && !keyTrouble.has(error.code)
