// The minimal verification of an organization token, without asking its issuer about it.
//   node examples/verify.mjs <issuer> <token> [audience]
// Prints the claims that an application would use; exits with 1 if the token must not be trusted
// (a backend answers 401), and with 3 if the keys cannot be fetched now (503).
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

const [issuer, token, audience = issuer] = process.argv.slice(2)
if (!URL.canParse(issuer) || !token) {
  console.error('usage: node examples/verify.mjs <issuer> <token> [audience]')
  process.exit(2)
}

// Fetched once and kept for ten minutes: verification itself makes no call.
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer), { cacheMaxAge: 600_000 })

try {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience,
    algorithms: ['ES256'],
    typ: 'at+jwt',
    requiredClaims: ['sub', 'exp', 'org_id', 'org_role', 'org_permissions'],
    maxTokenAge: '1h',
    clockTolerance: 5,
  })
  const { sub, org_id, org_role, org_permissions } = payload
  // Every query of such a backend says: where organization_id = org_id.
  console.log(JSON.stringify({ sub, org_id, org_role, org_permissions }, null, 2))
} catch (error) {
  const noKeys = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code)
  if (noKeys || !(error instanceof errors.JOSEError)) {
    console.error(`Cannot verify now: ${error.cause?.message || error.message}`)
    process.exit(3)
  }
  const claim = error.claim ? ` (${error.claim}: ${error.reason})` : ''
  console.error(`Refused: ${error.code}${claim}`)
  process.exit(1)
}
