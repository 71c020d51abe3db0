// The speed of an offline backend: tokens verified per second on one core by examples/express, including the status list,
// compared with the bare signature check as the lower bound.
import { createPublicKey, verify as verifySignature } from 'node:crypto'
import { createVerifier } from '../examples/express/verify.mjs'

const seconds = 2

/** In: our origin and people with tokens. Out: how many are verified per second, and how many bare signatures. */
export async function measureVerification(origin, people) {
  const tokens = [...people.large, ...people.small].map(({ token }) => token)
  const verify = createVerifier({ issuer: origin, audience: origin })
  const bare = await bareCheck(origin, tokens)
  // Twice, since the first run compiles.
  for (const work of [verify, bare, verify, bare]) work.perSecond = await rateOf(work, tokens)
  return { perSecond: verify.perSecond, barePerSecond: bare.perSecond }
}

async function rateOf(work, tokens) {
  const started = performance.now()
  let done = 0
  while (performance.now() - started < seconds * 1000) await work(tokens[done++ % tokens.length])
  return (done * 1000) / (performance.now() - started)
}

async function bareCheck(origin, tokens) {
  const { keys } = await (await fetch(`${origin}/.well-known/jwks.json`)).json()
  const { kid } = JSON.parse(Buffer.from(tokens[0].split('.')[0], 'base64url'))
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid), format: 'jwk' })
  return (token) => {
    const end = token.lastIndexOf('.')
    const signature = Buffer.from(token.slice(end + 1), 'base64url')
    const good = verifySignature(
      'sha256',
      Buffer.from(token.slice(0, end)),
      { key, dsaEncoding: 'ieee-p1363' },
      signature,
    )
    if (!good) throw new Error('A token of ours does not verify.')
  }
}
