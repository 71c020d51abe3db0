import { createLocalJWKSet } from 'jose'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createVerifier, InvalidTokenError } from '@/lib/org-token/claims'
import { decideAll, languages, startVectors, type Case, type Decision, type Vectors } from './testing'

// A124: another spelling of a good token may be accepted, as long as it is the same token to whoever revokes it.
const isRight = ({ accept, permission_count }: Case, decision?: Decision) => {
  if (!decision) return false
  if (accept === 'same') return !decision.accepted || decision.jti === 'tok_01j9good'
  const counted = permission_count === undefined || decision.permission_count === permission_count
  return decision.accepted === accept && (!decision.accepted || counted)
}

const wrong = (cases: Case[], decisions: Decision[]) =>
  cases
    .filter((one, n) => decisions[n]?.name !== one.name || !isRight(one, decisions[n]))
    .map(({ group, name, accept }) => `${group}: ${name}${accept === true ? ' was refused' : ' was accepted'}`)

// Each with the attacks of the list that it covers.
const groups = [
  ['accepted', ''],
  ['times', 'A129 A130'],
  ['addressee', 'A132 A140'],
  ['type', 'A133 A134'],
  ['keys', 'A118 A120 A121 A128 A154'],
  ['algorithm', 'A116 A117 A118'],
  ['header', 'A120 A121 A122'],
  ['text', 'A124 A125 A126 A148'],
  ['claims', 'A129 A136'],
  ['status', 'A145 A146 A148'],
  ['permissions', ''],
] as const

describe.each(languages)('the verifier in $name', ({ missing, build, decide }) => {
  let world: Vectors
  let decisions: Decision[]
  beforeAll(async () => {
    if (!missing) await build()
    world = await startVectors()
    if (!missing) decisions = await decide(world)
  }, 300_000)
  afterAll(() => world.issuer.stop())

  it.skipIf(missing).each(groups)('decides rightly: %s %s', (group) => {
    const indexes = world.vectors.cases.flatMap((one, n) => (one.group === group ? [n] : []))
    expect(indexes.length).toBeGreaterThan(4)
    const cases = indexes.map((n) => world.vectors.cases[n]!)
    const decided = indexes.map((n) => decisions[n]!)
    expect(wrong(cases, decided)).toEqual([])
  })

  it.skipIf(missing)('asks for what is published once, and never where a token points (A120)', () => {
    const asked = Object.fromEntries(world.issuer.counts)
    expect(asked['/.well-known/jwks.json']).toBe(1)
    expect(Object.entries(asked).filter(([path, count]) => count > 1 || path.startsWith('/never'))).toEqual([])
  })
})

// This application asks its database by jti whether a token was revoked and what its bearer may do now, and takes the
// organization from the token alone.
const askedElsewhere = ({ group, name, expected_org }: Case) =>
  group === 'status' ||
  name === 'malleated and revoked' ||
  expected_org === 'org_01j9globex' ||
  /^a set (that is not|by its hash)|^hash "/.test(name)

describe('our own verifier', () => {
  it('decides rightly', async () => {
    const { vectors, issuer } = await startVectors()
    onTestFinished(() => issuer.stop())
    const keys = createLocalJWKSet(vectors.jwks)
    const verify = createVerifier({ issuer: vectors.issuer, audience: vectors.audience, maxAgeSeconds: 3600, keys })
    const cases = vectors.cases.filter((one) => !askedElsewhere(one))
    expect(cases.length).toBeGreaterThan(150)
    const blamed: unknown[] = []
    const decide = ({ token }: Case) => verify(token).catch((error) => (blamed.push(error), Promise.reject(error)))
    expect(wrong(cases, await decideAll(cases, decide))).toEqual([])
    // Of no other kind: the server would take that for trouble of its own and answer 500.
    expect(blamed.filter((error) => !(error instanceof InvalidTokenError))).toEqual([])
  })
})
