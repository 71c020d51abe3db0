// What both halves of the vectors are written with.
export const good = (name, token, more) => ({ name, token, accept: true, ...more })
export const bad = (name, token, reason, more) => ({ name, token, accept: false, reason, ...more })
export const without = (claims, name) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
export const names = (values, make) => values.map((value, n) => make(value, JSON.stringify(value) ?? 'missing', n))

/** The lists by number: 0 is good and has 8 and 500 revoked; the others are not to be believed. */
export const lists = { good: 0, wrongKey: 1, expired: 2, anotherList: 3, wrongType: 4, twoBits: 5, missing: 99 }

/** Good lists at places where no status list belongs: a verifier that fetches what a token names could be sent anywhere. */
export const elsewhere = (issuer) =>
  ['/lists/0', '/.well-known/token-status/a', '/.well-known/token-status/0?x'].map((path) => issuer + path)
