// A token travels in a header with every call: the limits of common servers and proxies apply, whatever a fork adds.
import { describe, expect, it, onTestFinished } from 'vitest'
import { GET as setRoute } from '@/app/.well-known/permission-sets/[hash]/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { getEnv } from '@/lib/env'
import { permissions } from '@/lib/permissions/catalogue'
import { builtInRoles } from '@/lib/permissions/roles'
import {
  addMember,
  apiRequest,
  asOwner,
  countStatements,
  createMember,
  createOrg,
  createSession,
  createUser,
  send,
  unique,
} from '@/lib/testing/fixtures'
import { issueOrgToken } from './issue'
import { hashPermissions, maxTokenBytes } from './permission-sets'

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())

const catalogue = permissions as unknown as string[]
const owner = builtInRoles.owner as unknown as string[]

/** Until the test ends, the catalogue has this many permissions, and owners have them all. */
function sizeCatalogue(count: number): void {
  const before = [...catalogue]
  const resize = (all: string[]) => [catalogue, owner].forEach((list) => list.splice(0, list.length, ...all))
  resize([...before, ...Array.from({ length: count }, (_, i) => `org:resource_${i}:write`)].slice(0, count))
  onTestFinished(() => resize(before))
}

/** The owner of an organization with the longest slug, and with an address of the given length: 254 is the maximum. */
async function withAddress(length: number, roleKey = 'owner') {
  const text = unique()
  const org = await createOrg({ slug: `${text}-${'o'.repeat(47 - text.length)}` })
  const email = `${text}${'e'.repeat(length - text.length - 12)}@example.com`
  const user = await createUser({ email })
  if (roleKey !== 'owner')
    await asOwner(`insert into roles (organization_id, key, name, permissions) values ($1, $2, 'Everything', $3)`, [
      org.id,
      roleKey,
      [...catalogue],
    ])
  await addMember(org.id, user.id, roleKey)
  return { org, user, ctx: { ...(await createSession(user.id)), organization: org.id, tokenId: null } }
}

describe('the largest token', () => {
  it('stays under 1.5 KB', async () => {
    const { ctx, org, user } = await withAddress(254)
    expect([org.slug.length, user.email.length]).toEqual([48, 254])
    const { access_token } = await issueOrgToken(ctx)
    expect(access_token.length).toBeLessThanOrEqual(maxTokenBytes)
  })

  it('lists sixteen permissions when the address has a common length', async () => {
    sizeCatalogue(16)
    const { access_token } = await issueOrgToken((await withAddress(150)).ctx)
    expect(access_token.length).toBeLessThanOrEqual(maxTokenBytes)
    expect(claimsOf(access_token).org_permissions).toEqual(catalogue)
  })
})

// The issuer's URL occurs in a token three times: as issuer, as audience, and before its place in the list.
describe('the largest token of an issuer with a long URL', () => {
  const role = `everything_${'r'.repeat(37)}`

  async function issueAt(host: string, email: number) {
    const { ctx } = await withAddress(email, role)
    const env = getEnv()
    const { APP_URL, ORG_TOKEN_AUDIENCES } = env
    Object.assign(env, { APP_URL: `https://${host}`, ORG_TOKEN_AUDIENCES: [`https://${host}`] })
    try {
      return (await issueOrgToken(ctx)).access_token
    } finally {
      Object.assign(env, { APP_URL, ORG_TOKEN_AUDIENCES })
    }
  }

  it.each([
    ['a host of 60 characters', 60, 60, maxTokenBytes],
    // A host and an address of a length that does not occur.
    ['a host of 60, an address of 254', 60, 254, 1_600],
    ['the longest host that there is', 253, 254, 2_350],
  ])('is small with %s, and a role’s key of 48', async (_what, host, email, most) => {
    sizeCatalogue(16)
    expect(role).toHaveLength(48)
    const token = await issueAt(`${'h'.repeat(host - 8)}.example`, email)
    expect(claimsOf(token).org_role).toBe(role)
    expect(token.length).toBeLessThanOrEqual(most)
    expect(claimsOf(token).org_permissions_hash).toMatch(/^sha256-/)
  })
})

describe('a token of a fork with many permissions', () => {
  it('contains their hash, which is public to look up, and is accepted by the API', async () => {
    const { ctx } = await createMember('owner')
    sizeCatalogue(136)
    const { access_token, organization } = await issueOrgToken(ctx)
    const { org_permissions, org_permissions_hash: hash } = claimsOf(access_token)
    expect(access_token.length).toBeLessThanOrEqual(maxTokenBytes)
    expect([org_permissions, hash]).toEqual([undefined, hashPermissions(catalogue)])
    expect(organization.permissions).toHaveLength(136)

    const set = await send(setRoute, apiRequest('GET', `/.well-known/permission-sets/${hash}`), { hash })
    expect(set.body).toEqual({ permissions: [...owner].sort() })
    expect(set.headers.get('cache-control')).toContain('immutable')
    expect(hashPermissions(set.body.permissions)).toBe(hash)

    const authorization = `Bearer ${access_token}`
    const me = await send((...call) => meRoute(...call), apiRequest('GET', '/api/v1/me', undefined, { authorization }))
    expect(me.body.org_permissions).toEqual(owner)

    // Stored once: the next token costs one statement, as usual.
    const counted = countStatements()
    await issueOrgToken(ctx)
    expect(counted.statements).toHaveLength(1)
  })

  it.each(['sha256-', `sha256-${'A'.repeat(43)}`, 'x', `sha256-${"'".repeat(43)}`])('has no set %j', async (hash) => {
    const refused = await send(setRoute, apiRequest('GET', '/.well-known/permission-sets/x'), { hash })
    expect([refused.status, refused.body.code]).toEqual([404, 'not_found'])
  })
})
