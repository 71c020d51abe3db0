// Verifies organization tokens. In: a token. Out: its claims. It fetches only what is the same for all tokens (keys, and the status
// list every 15 seconds), and never asks about a token. Needs: npm install jose. Copy this and published.mjs.
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { loadPermissionSet, loadStatusList, remember, retryMs, timeoutMs } from './published.mjs'

const clockTolerance = 5
const maxTokenLength = 8_192
const maxAge = 3_600
// Headers that contain a key, locate one or change what is signed. The issuer's tokens have none of them.
const foreign = ['b64', 'crit', 'zip', 'cty', 'jku', 'x5u', 'jwk', 'x5c']
// Three base64url parts and one spelling of the signature: no padding, no white space, no unused bits.
const canonical = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/

/** The token must not be trusted: answer 401. Any other error: the token cannot be verified now, answer 503. */
export class Refused extends Error {}

export function createVerifier({ issuer, audience }) {
  const wellKnown = `${issuer}/.well-known`
  const keys = createRemoteJWKSet(new URL(`${wellKnown}/jwks.json`), {
    cacheMaxAge: 600_000,
    cooldownDuration: retryMs,
    timeoutDuration: timeoutMs,
  })
  const statusList = remember((uri) => loadStatusList(uri, keys))
  const permissionSet = remember(loadPermissionSet)

  /** Pass `org` if the request itself names an organization, for example in its path. */
  return async function verify(token, { org } = {}) {
    if (token.length > maxTokenLength || !canonical.test(token)) throw new Refused('not a compact JWS')
    const claims = await verifySignature(token, keys, { issuer, audience })
    const problem = findProblem(claims, audience)
    if (problem) throw new Refused(`${problem} is missing or malformed`)
    if (org !== undefined && claims.org_id !== org) throw new Refused('for another organization')
    if (claims.status !== undefined) await refuseRevoked(claims.status)
    if (claims.org_permissions) return claims
    const org_permissions = await permissionSet(`${wellKnown}/permission-sets/${claims.org_permissions_hash}`)
    return { ...claims, org_permissions }
  }

  async function refuseRevoked(status) {
    const { idx, uri } = status?.status_list ?? {}
    const place = `${wellKnown}/token-status/`
    if (!isText(uri, place) || !/^\d{1,9}$/.test(uri.slice(place.length))) throw new Refused('status is malformed')
    const bytes = await statusList(uri)
    if (!Number.isSafeInteger(idx) || idx < 0 || idx >= bytes.length * 8) throw new Refused('not on its status list')
    if ((bytes[idx >> 3] >> (idx & 7)) & 1) throw new Refused('revoked')
  }
}

async function verifySignature(token, keys, { issuer, audience }) {
  const header = readHeader(token)
  if (!isText(header.kid) || foreign.some((name) => name in header)) throw new Refused('the header is malformed')
  try {
    const options = { algorithms: ['ES256'], typ: 'at+jwt', issuer, audience, clockTolerance, maxTokenAge: maxAge }
    return (await jwtVerify(token, keys, options)).payload
  } catch (error) {
    const noKeys = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code)
    throw error instanceof errors.JOSEError && !noKeys ? new Refused(error.code) : error
  }
}

function readHeader(token) {
  try {
    return decodeProtectedHeader(token)
  } catch {
    throw new Refused('the header is malformed')
  }
}

const isText = (value, prefix = '') =>
  typeof value === 'string' && value.length > prefix.length && value.startsWith(prefix)
const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string')

/** The name of the first invalid claim: a signature says who issued a token, not that its claims are complete. */
function findProblem(claims, audience) {
  const { aud, sub, iat, exp, org_permissions: permissions, org_permissions_hash: hash } = claims
  const { auth_time: provenAt = 0, amr = [] } = claims
  // One audience only: another audience of the same token could use it here.
  if (aud !== audience) return 'aud'
  if (!isText(sub, 'user_') && !isText(sub, 'key_')) return 'sub'
  const prefixes = { org_id: 'org_', org_slug: '', org_role: '', client_id: '', jti: 'tok_' }
  if (sub.startsWith('user_')) Object.assign(prefixes, { email: '', sid: 'sess_' })
  for (const [name, prefix] of Object.entries(prefixes)) if (!isText(claims[name], prefix)) return name
  if (!Number.isSafeInteger(iat)) return 'iat'
  if (!Number.isSafeInteger(exp) || exp - iat > maxAge) return 'exp'
  if (!Number.isSafeInteger(provenAt)) return 'auth_time'
  if (!isTexts(amr)) return 'amr'
  const known = hash === undefined ? isTexts(permissions) : permissions === undefined && /^sha256-[\w-]{43}$/.test(hash)
  return known ? undefined : 'org_permissions'
}
