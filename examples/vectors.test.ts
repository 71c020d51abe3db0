import { createLocalJWKSet } from 'jose'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { getEnv } from '@/lib/env'
import { createVerifier, InvalidTokenError } from '@/lib/org-token/claims'
import { issueOrgToken } from '@/lib/org-token/issue'
import { keyring } from '@/lib/org-token/keys'
import { getStatusList } from '@/lib/org-token/status-list'
import { asOwner, createMember } from '@/lib/testing/fixtures'
import { createKey, tokenOf } from '@/lib/testing/oauth'
import { startIssuer } from './issuer.mjs'
import { encode } from './jws.mjs'
import { decideAll, languages, startVectors, writeVectors, type Case, type Decision, type Vectors } from './testing'

// A124: another spelling of a valid token may be accepted if its jti is the same, so that a revocation applies to it.
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

/** Real tokens with the real published documents, because vectors of a made-up issuer do not show that the two agree. */
async function startOurs() {
  const issuer = await startIssuer()
  const audience = 'https://api.example.com'
  const env = getEnv()
  const { APP_URL, ORG_TOKEN_AUDIENCES } = env
  Object.assign(env, { APP_URL: issuer.url, ORG_TOKEN_AUDIENCES: [audience] })
  try {
    const owner = await createMember('owner')
    const member = await createMember('member', owner.org)
    const person = (await issueOrgToken(owner.ctx)).access_token
    const removed = (await issueOrgToken(member.ctx)).access_token
    const program = await tokenOf(await createKey(owner.ctx))
    await asOwner('delete from memberships where user_id = $1', [member.user.id])
    const [head, body, signature] = person.split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const raised = encode({ ...claims, org_role: 'owner', org_id: 'org_x' })
    const { uri } = claims.status.status_list as { uri: string }
    const jwks = (await keyring()).jwks as Vectors['vectors']['jwks']
    const list = await getStatusList(uri.split('/').at(-1)!)
    issuer.published = { '/.well-known/jwks.json': jwks, [uri.slice(issuer.url.length)]: list.jwt }
    const cases: Case[] = [
      { group: 'ours', name: 'a person', token: person, accept: true },
      { group: 'ours', name: 'an API key', token: program, accept: true },
      { group: 'ours', name: 'raised to owner', token: `${head}.${raised}.${signature}`, accept: false },
      { group: 'ours', name: 'of another organization', token: person, accept: false, expected_org: 'org_x' },
      { group: 'ours', name: 'revoked', token: removed, accept: false },
    ]
    const vectors = { issuer: issuer.url, audience, jwks, published: issuer.published, cases }
    return { issuer, jti: claims.jti as string, world: { issuer, vectors, file: writeVectors(vectors) } as Vectors }
  } finally {
    Object.assign(env, { APP_URL, ORG_TOKEN_AUDIENCES })
  }
}

// Started once, because the status list is cached for a while.
let startedOurs: ReturnType<typeof startOurs> | undefined
afterAll(async () => (await startedOurs)?.issuer.stop())

// Each group with the numbers of docs/attacks.md that it covers.
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
  let ours: Awaited<ReturnType<typeof startOurs>>
  let decisions: Decision[]
  beforeAll(async () => {
    if (!missing) await build()
    world = await startVectors()
    if (!missing) decisions = await decide(world)
    ours = await (startedOurs ??= startOurs())
  }, 300_000)
  afterAll(() => world.issuer.stop())

  it.skipIf(missing)('accepts a token of this application until it is revoked', async () => {
    const { world: own, jti } = ours
    const decided = await decide(own)
    expect(decided.map(({ name, accepted }) => [name, accepted])).toEqual([
      ['a person', true],
      ['an API key', true],
      ['raised to owner', false],
      ['of another organization', false],
      ['revoked', false],
    ])
    expect(decided[0]!.jti).toBe(jti)
  })

  it.skipIf(missing).each(groups)('decides correctly: %s %s', (group) => {
    const indexes = world.vectors.cases.flatMap((one, n) => (one.group === group ? [n] : []))
    expect(indexes.length).toBeGreaterThan(4)
    const cases = indexes.map((n) => world.vectors.cases[n]!)
    const decided = indexes.map((n) => decisions[n]!)
    expect(wrong(cases, decided)).toEqual([])
  })

  it.skipIf(missing)('fetches each published document once, and never a URL in a token (A120)', () => {
    const asked = Object.fromEntries(world.issuer.counts)
    expect(asked['/.well-known/jwks.json']).toBe(1)
    expect(Object.entries(asked).filter(([path, count]) => count > 1 || path.startsWith('/never'))).toEqual([])
  })
})

// The application itself looks up by jti whether a token was revoked and what its bearer may do now, and takes the
// organization from the token alone.
const askedElsewhere = ({ group, name, expected_org }: Case) =>
  group === 'status' ||
  name === 'malleated and revoked' ||
  expected_org === 'org_01j9globex' ||
  /^a set (that is not|by its hash)|^hash "/.test(name)

describe('this application’s own verifier', () => {
  it('decides correctly', async () => {
    const { vectors, issuer } = await startVectors()
    onTestFinished(() => issuer.stop())
    const keys = createLocalJWKSet(vectors.jwks)
    const verify = createVerifier({ issuer: vectors.issuer, audiences: [vectors.audience], maxAgeSeconds: 3600, keys })
    const cases = vectors.cases.filter((one) => !askedElsewhere(one))
    expect(cases.length).toBeGreaterThan(150)
    const blamed: unknown[] = []
    const decide = ({ token }: Case) => verify(token).catch((error) => (blamed.push(error), Promise.reject(error)))
    expect(wrong(cases, await decideAll(cases, decide))).toEqual([])
    // No other kind: the server would treat it as its own error and answer 500.
    expect(blamed.filter((error) => !(error instanceof InvalidTokenError))).toEqual([])
  })
})
