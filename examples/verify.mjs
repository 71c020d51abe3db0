// The minimal verification of an organization token, without asking its issuer about it.
//   node examples/verify.mjs <issuer> <token> [audience]
// Prints the claims that an application would use; exits with 1 if the token must not be trusted.
import { createRemoteJWKSet, jwtVerify } from 'jose'

const [issuer, token, audience = issuer] = process.argv.slice(2)
if (!issuer || !token) {
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
  const claim = error.claim ? ` (${error.claim}: ${error.reason})` : ''
  console.error(`Refused: ${error.code ?? error.message}${claim}`)
  process.exit(1)
}
