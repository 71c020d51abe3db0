// Whether the time of an answer tells an address that has an account from one that has none (A197), for each way in. Both kinds are
// asked in turn, one after the other, and each address once. The separation is the probability that a known one takes longer than an
// unknown one: at 0.5 the times say nothing, at 0 or 1 everything.
import { password } from './data.mjs'
import { fetchOne } from './load.mjs'
import { median } from './numbers.mjs'
import { Problem } from '../scripts/progress.mjs'

const tries = 300
const warmUps = 10
// Of the normal distribution: 999 of 1,000 intervals contain the true separation.
const quantile = 3.29
const json = { 'content-type': 'application/json' }
const firstPerson = 14_000

/** The numbers of the people with an account that are asked for: person14000@example.com and so on. */
export const knownPeople = [firstPerson, firstPerson + tries + warmUps]

/** Out: for each way, both medians in ms, the separation and its interval. Those that wait are asked at the same time. */
export async function measureTiming(port, origin) {
  const [signIn, code] = [await preparePassword(port, origin), await prepareCode(port, origin)]
  const forgotten = (email) => post(origin, '/api/forgot-password', { email })
  const signUp = (email) => post(origin, '/api/sign-up', { name: 'A Person', email, password: `${password} and more` })
  return [
    await compare(port, 'sign-in with a wrong password', 401, signIn),
    ...(await Promise.all([
      compare(port, 'sign-in by a mailed code', 303, code),
      compare(port, 'forgotten password', 202, forgotten),
      compare(port, 'sign-up', 202, signUp),
    ])),
  ]
}

async function compare(port, way, status, requestFor) {
  const times = { known: [], unknown: [] }
  const addressOf = {
    known: (n) => `person${firstPerson + n}@example.com`,
    // Of this way alone: a sign-up makes an unknown address a known one.
    unknown: (n) => `nobody${n}@${way.replaceAll(' ', '-')}.example.com`,
  }
  for (let n = 0; n < warmUps + tries; n++) {
    // The first of each pair changes, so that the order says nothing.
    for (const kind of n % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known']) {
      const request = requestFor(addressOf[kind](n))
      const began = performance.now()
      const answer = await fetchOne(port, request)
      if (n >= warmUps) times[kind].push(performance.now() - began)
      if (answer.status !== status) throw new Problem(`The ${way} of an ${kind} address answers ${answer.status}.`)
    }
  }
  return {
    way,
    known: median(times.known),
    unknown: median(times.unknown),
    ...separationOf(times.known, times.unknown),
  }
}

/** The area under the ROC curve, by counting pairs; an equal pair counts half. The interval is DeLong's. */
export function separationOf(some, others) {
  const share = (value, values) =>
    values.reduce((sum, each) => sum + (value > each ? 1 : value === each ? 0.5 : 0), 0) / values.length
  const ofSome = some.map((value) => share(value, others))
  const ofOthers = others.map((value) => 1 - share(value, some))
  const separation = mean(ofSome)
  const error = Math.sqrt(variance(ofSome) / some.length + variance(ofOthers) / others.length)
  const within = (value) => Math.min(1, Math.max(0, value))
  return { separation, interval: [within(separation - quantile * error), within(separation + quantile * error)] }
}

/**
 * Whether the times are compatible with no difference.
 * @param {{ interval: number[] }} measured
 */
export const saysNothing = ({ interval: [low, high] }) => low <= 0.5 && high >= 0.5

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

function variance(values) {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}

const post = (origin, path, body) => ({
  method: 'POST',
  path,
  headers: { origin, ...json },
  body: JSON.stringify(body),
})

async function preparePassword(port, origin) {
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

// The form of the sign-in page, as a browser without JavaScript sends it.
async function prepareCode(port, origin) {
  const { body } = await fetchOne(port, { path: '/sign-in', headers: { accept: 'text/html' } })
  const form = String(body)
    .split('<form')
    .find((each) => each.includes('name="way"'))
  const hidden = [...form.matchAll(/<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g)]
  const fields = hidden.map(([, name, value = '']) => [name, value.replaceAll('&quot;', '"')])
  const boundary = 'a-boundary-of-the-benchmark'
  return (email) => ({
    method: 'POST',
    path: '/sign-in',
    headers: { origin, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${[...fields, ['email', email], ['password', ''], ['way', 'code']]
      .map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')}--${boundary}--\r\n`,
  })
}
