// Whether the time of an answer tells an address that has an account from one that has none (A197). Both kinds are asked in turn,
// one after the other, and each address once. The separation is the probability that a known one takes longer than an unknown one:
// at 0.5 the times say nothing, at 0 or 1 everything.
import { password } from './data.mjs'
import { fetchOne } from './load.mjs'
import { median } from './numbers.mjs'

const tries = 300
const warmUps = 20
const json = { 'content-type': 'application/json' }
const firstPerson = 14_000

const known = (n) => `person${firstPerson + n}@example.com`
const unknown = (n) => `nobody${firstPerson + n}@example.com`

/** Out: for each way, both medians in ms and the separation. */
export async function measureTiming(port, origin) {
  const ways = {
    'sign-in with a wrong password': await signIn(port, origin),
    'sign-up': (email) => post(origin, '/api/sign-up', { name: 'A Person', email, password: `${password} and more` }),
    'forgotten password': (email) => post(origin, '/api/forgot-password', { email }),
  }
  const rows = []
  for (const [way, request] of Object.entries(ways)) rows.push({ way, ...(await compare(port, request)) })
  return rows
}

async function compare(port, request) {
  const times = { known: [], unknown: [] }
  for (let n = 0; n < warmUps + tries; n++) {
    // The first of each pair changes, so that the order says nothing.
    const pair = n % 2 === 0 ? [known, unknown] : [unknown, known]
    for (const kind of pair) {
      const began = performance.now()
      await fetchOne(port, request(kind(n)))
      if (n >= warmUps) times[kind.name].push(performance.now() - began)
    }
  }
  return {
    known: median(times.known),
    unknown: median(times.unknown),
    separation: separationOf(times.known, times.unknown),
  }
}

/** The area under the ROC curve, by counting pairs; an equal pair counts half. */
export function separationOf(some, others) {
  let longer = 0
  for (const a of some) for (const b of others) longer += a > b ? 1 : a === b ? 0.5 : 0
  return longer / (some.length * others.length)
}

const post = (origin, path, body) => ({
  method: 'POST',
  path,
  headers: { origin, ...json },
  body: JSON.stringify(body),
})

async function signIn(port, origin) {
  const { headers, body } = await fetchOne(port, { path: '/api/auth/csrf' })
  const { csrfToken } = JSON.parse(body)
  const cookie = headers['set-cookie'].map((line) => line.split(';')[0]).join('; ')
  return (email) => ({
    method: 'POST',
    path: '/api/auth/callback/credentials?json=true',
    headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password: 'a wrong password', json: 'true' }).toString(),
  })
}
