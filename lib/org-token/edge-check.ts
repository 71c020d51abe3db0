// The first check of an access token, before any other code runs: its signature, issuer, audience and age, with the published key
// set, like any backend, and never with the database. middleware.ts asks for it, and the server in front of the framework
// (scripts/server/direct.mjs) for the requests that skip the middleware.
import { createRemoteJWKSet } from 'jose'
import { getEnv } from '@/lib/env'
import { createVerifier, InvalidTokenError } from './claims'

const keySetMaxAgeMs = 600_000
// A token with an unknown key id triggers a new fetch of the key set, at most this often.
const keySetCooldownMs = 5_000

let verifier: ReturnType<typeof createVerifier> | undefined

/** In: an Authorization header. Out: false unless it has a bearer token that verifies. True while the key set is unavailable. */
export async function isTokenAccepted(authorization: string): Promise<boolean> {
  const [, token] = /^Bearer ([^\s,]+)$/i.exec(authorization) ?? []
  if (!token) return false
  try {
    await (verifier ??= makeVerifier())(token)
    return true
  } catch (error) {
    // Without the keys, the decision is left to the server's own check.
    return !(error instanceof InvalidTokenError)
  }
}

/** Gives the check to the server in front of the framework, which cannot import this file. */
export const publishEdgeCheck = (): void =>
  void Object.assign(globalThis, { [Symbol.for('edge-check')]: isTokenAccepted })

function makeVerifier() {
  const { APP_URL, ORG_TOKEN_TTL_SECONDS, PORT } = getEnv()
  const keySet = new URL(`http://127.0.0.1:${PORT}/.well-known/jwks.json`)
  return createVerifier({
    issuer: APP_URL,
    audiences: [APP_URL],
    maxAgeSeconds: ORG_TOKEN_TTL_SECONDS,
    keys: createRemoteJWKSet(keySet, {
      cacheMaxAge: keySetMaxAgeMs,
      cooldownDuration: keySetCooldownMs,
      timeoutDuration: 2_000,
    }),
  })
}
