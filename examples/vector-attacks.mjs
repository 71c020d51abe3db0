// Attacks on the text of a token: its key, its algorithm, its header and its spelling.
import { encode, makeHmacToken, makeToken, malleate, respell } from './jws.mjs'
import { bad, lists, names } from './vector-case.mjs'

export function foreignKeys({ keys, claims, sink }) {
  const { kty, crv, x, y } = keys.unknown.jwk
  const evil = (headers) => makeToken(keys.unknown, claims.user(), { kid: keys.current.kid, ...headers })
  const [head, body, signature] = makeToken(keys.current, claims.user()).split('.')
  return [
    bad('signed by an unknown key', makeToken(keys.unknown, claims.user()), 'unknown key'),
    bad('signed by a key that was retired after a rotation', makeToken(keys.retired, claims.user()), 'unknown key'),
    bad('signed by another environment, same kid', makeToken(keys.staging, claims.user()), 'signature'),
    bad('raised to owner', `${head}.${encode(claims.user({ org_role: 'owner' }))}.${signature}`, 'signature'),
    bad('signature of zeros', `${head}.${body}.${'A'.repeat(86)}`, 'signature'),
    bad('jku', evil({ jku: `${sink}/jku` }), 'keys are not named by tokens'),
    bad('jku, unknown kid', evil({ kid: 'evil', jku: `${sink}/jku` }), 'keys are not named by tokens'),
    bad('x5u', evil({ x5u: `${sink}/x5u` }), 'keys are not named by tokens'),
    bad('jwk', evil({ jwk: { kty, crv, x, y } }), 'keys are not brought by tokens'),
    bad('x5c', evil({ x5c: ['MIIB'] }), 'keys are not brought by tokens'),
    ...names(
      [
        '../../x',
        '__proto__',
        'constructor',
        '',
        "' or 1=1--",
        null,
        undefined,
        ['key-current'],
        {},
        7,
        'k'.repeat(4_000),
        'k'.repeat(65_536),
      ],
      (kid, text) => bad(`kid ${text.slice(0, 20)}`, makeToken(keys.current, claims.user(), { kid }), 'unknown key'),
    ),
  ]
}

export function algorithm({ keys, claims }) {
  const { kid, pem, der, jwk } = keys.current
  const unsigned = (alg, signature) => `${encode({ alg, typ: 'at+jwt', kid })}.${encode(claims.user())}.${signature}`
  const hmac = {
    pem,
    'pem, trimmed': pem.trim(),
    der,
    'der as text': der.toString('base64'),
    jwk: JSON.stringify(jwk),
    x: jwk.x,
  }
  return [
    ...['none', 'None', 'NONE', 'nOnE'].flatMap((alg) => [
      bad(`alg ${alg}, no signature`, unsigned(alg, ''), 'algorithm'),
      bad(
        `alg ${alg}, a copied signature`,
        unsigned(alg, makeToken(keys.current, claims.user()).split('.')[2]),
        'algorithm',
      ),
    ]),
    ...Object.entries(hmac).map(([name, secret]) =>
      bad(`HS256 with the public key (${name})`, makeHmacToken(secret, claims.user(), kid), 'algorithm'),
    ),
    bad('ES384, by a published key', makeToken(keys.p384, claims.user()), 'algorithm'),
    bad('EdDSA, by a published key', makeToken(keys.ed25519, claims.user()), 'algorithm'),
    bad('ES256 said, Ed25519 signed', makeToken(keys.ed25519, claims.user(), { alg: 'ES256' }), 'algorithm'),
    ...names([undefined, null, ['ES256'], 'es256', ''], (alg, text) =>
      bad(`alg ${text}`, makeToken(keys.current, claims.user(), { alg: alg }), 'algorithm'),
    ),
  ]
}

// Validly signed, and still to be refused: a verifier that follows these headers fetches a key or reads another payload.
const signedHeaders = {
  zip: 'DEF',
  cty: 'JWT',
  jku: 'https://evil.example/keys',
  x5u: 'file:///etc/passwd',
  jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
  x5c: ['MIIB'],
}

export function header({ keys, claims }) {
  const raw = (text) => makeToken(keys.current, claims.user(), text)
  return [
    bad('crit unknown', makeToken(keys.current, claims.user(), { crit: ['exp2'], exp2: 1 }), 'crit'),
    bad('crit empty', makeToken(keys.current, claims.user(), { crit: [] }), 'crit'),
    bad('b64 false', makeToken(keys.current, claims.user(), { b64: false, crit: ['b64'] }), 'b64'),
    bad('b64 false without crit', makeToken(keys.current, claims.user(), { b64: false }), 'b64'),
    ...Object.entries(signedHeaders).map(([name, value]) =>
      bad(`${name}, signed by a published key`, makeToken(keys.current, claims.user(), { [name]: value }), name),
    ),
    bad('a nested token', makeToken(keys.current, makeToken(keys.current, claims.user()), { cty: 'JWT' }), 'cty'),
    bad('kid twice', raw('{"alg":"ES256","typ":"at+jwt","kid":"key-current","kid":"../../x"}'), 'unknown key'),
    bad('alg twice', raw('{"alg":"ES256","typ":"at+jwt","kid":"key-current","alg":"none"}'), 'algorithm'),
    bad('not an object', raw('["ES256"]'), 'header'),
    bad('not JSON', raw('{alg:ES256}'), 'header'),
    bad('nested 5,000 deep', raw('['.repeat(5_000)), 'header'),
  ]
}

export function text({ keys, claims, listUri }) {
  const token = makeToken(keys.current, claims.user())
  const [head, body, signature] = token.split('.')
  return [
    { name: 'malleated signature', token: malleate(token), accept: 'same', reason: 'its jti is what counts' },
    { name: 'stray bits in the last character', token: respell(token), accept: 'same', reason: 'not canonical' },
    bad(
      'malleated and revoked',
      malleate(makeToken(keys.current, claims.user({ status: { status_list: { idx: 8, uri: listUri(lists.good) } } }))),
      'revoked',
    ),
    ...['\n', ' ', '\t', '=', '==', '\0', '.'].map((tail) =>
      bad(`${JSON.stringify(tail)} behind it`, token + tail, 'not canonical'),
    ),
    bad('a space before it', ` ${token}`, 'not canonical'),
    bad('a line break inside', `${head}.${body}\n.${signature}`, 'not canonical'),
    bad('padding inside', `${head}=.${body}.${signature}`, 'not canonical'),
    bad('two parts', `${head}.${body}`, 'parts'),
    bad('four parts', `${token}.${signature}`, 'parts'),
    bad(
      'five parts, as encrypted ones have',
      `${encode({ alg: 'dir', enc: 'A256GCM' })}.a.b.${body}.${signature}`,
      'parts',
    ),
    bad('JSON serialization', JSON.stringify({ protected: head, payload: body, signature }), 'parts'),
    bad('empty', '', 'parts'),
    bad('dots alone', '..', 'parts'),
    bad('a megabyte', `${head}.${'A'.repeat(1 << 20)}.${signature}`, 'too long'),
    bad('payload not JSON', makeToken(keys.current, 'hello'), 'payload'),
    bad('payload an array', makeToken(keys.current, '[]'), 'payload'),
  ]
}
