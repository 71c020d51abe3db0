// The requests of customers' programs: a token for an API key, and introspection of a token.
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const basic = ({ id, secret }) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` })
const post = (path, key, fields) => ({
  method: 'POST',
  path,
  headers: { ...form, ...basic(key) },
  body: new URLSearchParams(fields).toString(),
})

/** In: keys, of organization 1 and of small ones in turn, and members of organization 1 with a token. */
export function oauthTargets({ keys, large }) {
  const own = keys.filter(({ organization }) => organization === 1)
  return [
    {
      id: 'client-credentials',
      requests: keys.map((key) => post('/api/oauth/token', key, { grant_type: 'client_credentials' })),
      expect: '"access_token"',
      budget: { share: 0.35, sql: 2 },
    },
    {
      id: 'introspect',
      requests: large.map(({ token }, i) => post('/api/oauth/introspect', own[i % own.length], { token })),
      expect: '"active":true',
      budget: { share: 0.2, sql: 6 },
    },
  ]
}
