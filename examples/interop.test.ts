// Common JWT libraries, with the options of docs/tokens.md, on our key set served over HTTP. Another library is another line in
// `clients`: a name, whether it is missing here, and a function from cases to decisions.
import { execFile } from 'node:child_process'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import { createVerifier as createFastVerifier } from 'fast-jwt'
import jwt from 'jsonwebtoken'
import { JwksClient } from 'jwks-rsa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideAll, languages, python, startVectors, type Case, type Decision, type Vectors } from './testing'

const run = promisify(execFile)

type Payload = { aud?: unknown; iat?: unknown; exp?: unknown; jti?: string }
type Client = {
  name: string
  missing?: boolean
  build?: () => Promise<unknown>
  decide: (world: Vectors) => Promise<Decision[]>
}

// Checks that a library leaves to its caller: the type, a single audience, and times that are integers and not in the future.
function finish(header: { typ?: unknown }, payload: Payload, audience: string) {
  const { aud, iat, exp } = payload
  const whole = Number.isSafeInteger(iat) && Number.isSafeInteger(exp) && (iat as number) < Date.now() / 1000 + 5
  if (header.typ !== 'at+jwt' || aud !== audience || !whole) throw new Error('not an access token for us alone')
  return payload
}

function byJsonwebtoken({ vectors: { issuer, audience, cases } }: Vectors) {
  const jwks = new JwksClient({
    jwksUri: `${issuer}/.well-known/jwks.json`,
    cacheMaxAge: 600_000,
    jwksRequestsPerMinute: 10,
    rateLimit: true,
  })
  const options = {
    algorithms: ['ES256' as const],
    issuer,
    audience,
    maxAge: '1h',
    clockTolerance: 5,
    complete: true as const,
  }
  return decideAll(
    cases,
    ({ token }) =>
      new Promise((resolve, reject) => {
        const findKey: jwt.GetPublicKeyOrSecret = ({ kid }, done) =>
          void jwks.getSigningKey(kid).then((key) => done(null, key.getPublicKey()), done)
        jwt.verify(token, findKey, options, (error, verified) => {
          if (error || !verified) return reject(error)
          try {
            resolve(finish(verified.header, verified.payload as Payload, audience))
          } catch (problem) {
            reject(problem)
          }
        })
      }),
  )
}

async function byFastJwt({ vectors: { issuer, audience, cases } }: Vectors) {
  const response = await fetch(`${issuer}/.well-known/jwks.json`)
  const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] }
  const verify = createFastVerifier({
    key: async ({ header }: { header: { kid?: string } }) => {
      const key = keys.find(({ kid }) => kid === header.kid)
      if (!key) throw new Error('unknown key')
      return createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string
    },
    algorithms: ['ES256'],
    allowedIss: issuer,
    allowedAud: audience,
    requiredClaims: ['exp', 'iat', 'iss', 'aud'],
    maxAge: 3_600_000,
    clockTolerance: 5_000,
    checkTyp: 'at+jwt',
    complete: true,
  })
  return decideAll(cases, async ({ token }) => {
    const { header, payload } = (await verify(token)) as { header: object; payload: Payload }
    return finish(header, payload, audience)
  })
}

const pyjwkClient = `
import json, sys, time, jwt
vectors = json.load(open(sys.argv[1]))
client = jwt.PyJWKClient(vectors["issuer"] + "/.well-known/jwks.json", lifespan=600)
for case in vectors["cases"]:
    accepted, claims = False, {}
    try:
        key = client.get_signing_key_from_jwt(case["token"])
        done = jwt.decode_complete(case["token"], key.key, algorithms=["ES256"], issuer=vectors["issuer"],
            audience=vectors["audience"], leeway=5, options={"require": ["exp", "iat", "iss", "aud"], "strict_aud": True})
        claims = done["payload"]
        whole = type(claims["iat"]) is int and type(claims["exp"]) is int and claims["iat"] > time.time() - 3605
        accepted = whole and done["header"].get("typ") == "at+jwt"
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError):
        pass
    print(json.dumps({"group": case["group"], "name": case["name"], "accepted": accepted, "jti": claims.get("jti")}))
`

async function byPyJWKClient({ file }: Vectors) {
  const { stdout } = await run(python!, ['-c', pyjwkClient, file], { maxBuffer: 1 << 24 })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Decision)
}

const goVerifier = languages[2]!

const clients: Client[] = [
  { name: 'jsonwebtoken with jwks-rsa', decide: byJsonwebtoken },
  { name: 'fast-jwt', decide: byFastJwt },
  {
    name: python ? 'PyJWKClient' : 'PyJWKClient (missing: python3 with PyJWT)',
    missing: !python,
    decide: byPyJWKClient,
  },
  goVerifier,
]

// A library checks keys, algorithms, times and audiences. The other vectors need a complete verifier.
const judged = ['times', 'addressee', 'type', 'keys', 'algorithm']

describe.each(clients)('$name', ({ missing, build, decide }) => {
  let world: Vectors
  let decisions: Decision[]
  const accepted = (matches: (one: Case) => boolean) =>
    world.vectors.cases.flatMap((one, n) => (matches(one) && decisions[n]!.accepted ? [one.name] : []))

  beforeAll(async () => {
    if (!missing) await build?.()
    world = await startVectors()
    if (!missing) decisions = await decide(world)
  }, 300_000)
  afterAll(() => world.issuer.stop())

  it.skipIf(missing)('accepts a person’s token, an API key’s token, and the next signing key', () => {
    const names = ['a person', 'an API key', 'signed by the next key']
    expect(accepted(({ name }) => names.includes(name))).toEqual(names)
  })

  it.skipIf(missing)('refuses the vectors that the documented options cover', () => {
    expect(accepted((one) => judged.includes(one.group) && !one.accept && !one.expected_org)).toEqual([])
  })
})
