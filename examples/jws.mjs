// Makes tokens by hand, good and bad ones: no library would sign most of these.
import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { deflateSync } from 'node:zlib'

export const encode = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A key pair and its public JWK. `kid` may equal that of another pair, as it can between environments. */
export function makeKey(kid, { alg = 'ES256', type = 'ec', namedCurve = 'P-256' } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync(type, { namedCurve })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
  return {
    kid,
    alg,
    jwk,
    privateKey,
    pem: publicKey.export({ type: 'spki', format: 'pem' }),
    der: publicKey.export({ type: 'spki', format: 'der' }),
  }
}

/** Three parts, signed by `key`. Header and payload may be objects or raw JSON text. */
export function makeToken(key, payload, header = {}) {
  const full = typeof header === 'string' ? header : { alg: key.alg, typ: 'at+jwt', kid: key.kid, ...header }
  const input = `${encode(full)}.${encode(payload)}`
  return `${input}.${signature(key, input).toString('base64url')}`
}

const digests = { ES256: 'sha256', ES384: 'sha384', EdDSA: null }
const signature = ({ alg, privateKey }, input) =>
  sign(digests[alg], Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })

/** The same token signed by HMAC with a public text as its secret: the attack on verifiers that trust `alg`. */
export function makeHmacToken(secret, payload, kid) {
  const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${encode(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

// The order of the group of P-256: (r, n - s) verifies where (r, s) does.
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

export function malleate(token) {
  const [header, payload, text] = token.split('.')
  const bytes = Buffer.from(text, 'base64url')
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  bytes.write(s.toString(16).padStart(64, '0'), 32, 'hex')
  return `${header}.${payload}.${bytes.toString('base64url')}`
}

/** Another spelling of the same signature: the last character of 86 carries four bits that mean nothing. */
export function respell(token) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)) + 1]
}

/** A status list of `size` tokens with the named ones revoked: bit idx % 8, lowest first, of byte idx / 8. */
export function makeStatusList(key, uri, revoked, { size = 1024, bits = 1, ttl = 15, claims = {}, header = {} } = {}) {
  const bytes = Buffer.alloc(size / 8)
  for (const idx of revoked) bytes[idx >> 3] |= 1 << (idx & 7)
  const iat = Math.floor(Date.now() / 1000)
  const status_list = { bits, lst: deflateSync(bytes).toString('base64url') }
  const payload = { sub: uri, iat, exp: iat + 600, ttl, status_list, ...claims }
  return makeToken(key, payload, { typ: 'statuslist+jwt', ...header })
}

export const hashPermissions = (permissions) =>
  `sha256-${createHash('sha256')
    .update([...permissions].sort().join('\n'))
    .digest('base64url')}`
