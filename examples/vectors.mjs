// Test vectors for verifiers: tokens that a backend must accept, and tokens that it must refuse. Each run makes them with new keys
// and current times. To test your own verifier, keep this issuer running:
//   node examples/vectors.mjs 4300 vectors.json
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startIssuer } from './issuer.mjs'
import { hashPermissions, makeKey, makeStatusList } from './jws.mjs'
import { elsewhere } from './vector-case.mjs'
import { makeCases } from './vector-cases.mjs'

const manyPermissions = Array.from({ length: 500 }, (_, n) => `org:resource-${n}:read`)
const now = () => Math.floor(Date.now() / 1000)

/**
 * { issuer, audience, jwks, published, cases: [{ group, name, token, accept, reason, expected_org? }] }.
 * `published` is everything that the issuer serves, by path. `accept: "same"` allows both, but a verifier that accepts must
 * return the jti of the valid token: such tokens are other spellings of it. `sink` counts calls that no verifier may make.
 */
export function makeVectors({ issuer, sink }) {
  const keys = makeKeys()
  const jwks = { keys: [keys.current, keys.next, keys.p384, keys.ed25519].map(({ jwk }) => jwk) }
  const base = { issuer, audience: 'https://api.example.com', jwks }
  const listUri = (n) => `${issuer}/.well-known/token-status/${n}`
  const lists = makeLists(keys, listUri)
  const sets = { good: hashPermissions(manyPermissions), bad: hashPermissions(['org:read']) }
  const published = {
    '/.well-known/jwks.json': jwks,
    ...Object.fromEntries(
      elsewhere(issuer).map((uri) => [uri.slice(issuer.length), makeStatusList(keys.current, uri, [])]),
    ),
    ...Object.fromEntries(lists.map((list, n) => [`/.well-known/token-status/${n}`, list])),
    [`/.well-known/permission-sets/${sets.good}`]: { permissions: manyPermissions },
    [`/.well-known/permission-sets/${sets.bad}`]: { permissions: ['org:read', 'org:delete'] },
  }
  const claims = makeClaims(base, listUri)
  return { ...base, published, cases: makeCases({ ...base, keys, claims, listUri, sets, sink, now: now() }) }
}

const makeKeys = () => ({
  current: makeKey('key-current'),
  next: makeKey('key-next'),
  // Published, but not for access tokens.
  p384: makeKey('key-p384', { alg: 'ES384', namedCurve: 'P-384' }),
  ed25519: makeKey('key-ed25519', { alg: 'EdDSA', type: 'ed25519' }),
  unknown: makeKey('key-unknown'),
  // Published once: what it signed has expired long ago.
  retired: makeKey('key-retired'),
  staging: makeKey('key-current'),
})

// Their numbers: vector-case.mjs.
function makeLists(keys, listUri) {
  return [
    makeStatusList(keys.current, listUri(0), [8, 500]),
    makeStatusList(keys.staging, listUri(1), []),
    makeStatusList(keys.current, listUri(2), [], { claims: { iat: now() - 900, exp: now() - 60 } }),
    makeStatusList(keys.current, listUri(0), []),
    makeStatusList(keys.current, listUri(4), [], { header: { typ: 'at+jwt' } }),
    makeStatusList(keys.current, listUri(5), [], { bits: 2 }),
  ]
}

/** The claims of a person and of an API key, with `changes` applied. */
export function makeClaims({ issuer, audience }, listUri, orgId = 'org_01j9acme') {
  const shared = () => ({
    iss: issuer,
    aud: audience,
    org_id: orgId,
    org_slug: 'acme',
    org_role: 'member',
    org_permissions: ['org:read', 'org:members:read', 'org:members:write'],
    jti: 'tok_01j9good',
    iat: now(),
    exp: now() + 300,
    status: { status_list: { idx: 7, uri: listUri(0) } },
  })
  return {
    user: (changes) => ({
      sub: 'user_01j9jane',
      email: 'jane@example.com',
      sid: 'sess_01j9web',
      client_id: 'web',
      auth_time: now(),
      amr: ['pwd'],
      ...shared(),
      ...changes,
    }),
    key: (changes) => ({ sub: 'key_01j9ci', client_id: 'key_01j9ci', ...shared(), ...changes }),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = '4300', file = 'vectors.json'] = process.argv.slice(2)
  const issuer = await startIssuer({ port: Number(port) })
  const vectors = makeVectors({ issuer: issuer.url, sink: `${issuer.url}/never` })
  issuer.published = vectors.published
  writeFileSync(file, JSON.stringify(vectors, null, 2))
  console.log(`${vectors.cases.length} cases in ${file}; their issuer listens on ${issuer.url}`)
}
