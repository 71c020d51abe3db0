// Shared by vector-cases.mjs and vector-attacks.mjs.
export const good = (name, token, more) => ({ name, token, accept: true, ...more })
export const bad = (name, token, reason, more) => ({ name, token, accept: false, reason, ...more })
export const without = (claims, name) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
export const names = (values, make) => values.map((value, n) => make(value, JSON.stringify(value) ?? 'missing', n))

/** The lists by number: 0 is valid and has 8 and 500 revoked; the others must not be accepted. */
export const lists = { good: 0, wrongKey: 1, expired: 2, anotherList: 3, wrongType: 4, twoBits: 5, missing: 99 }

/** Valid lists at other URLs: a verifier that fetches any URL in a token could be sent anywhere. */
export const elsewhere = (issuer) =>
  ['/lists/0', '/.well-known/token-status/a', '/.well-known/token-status/0?x'].map((path) => issuer + path)
