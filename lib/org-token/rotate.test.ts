// These tests change the keys of a whole database, so this file has its own.
import { Client } from 'pg'
import { createLocalJWKSet, createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { setup as Setup } from '../../scripts/test-database.mjs'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { GET as meRoute } from '@/app/api/v1/me/route'
import { getEnv } from '@/lib/env'
import { withIdentity } from '@/lib/db/with-identity'
import {
  apiRequest,
  asOwner,
  countStatements,
  createMember,
  databaseNow,
  expectNoGrant,
  send,
} from '@/lib/testing/fixtures'
import { issueOrgToken } from './issue'
import { keyring } from './keys'
import { listKeys, revokeKey, rotateWhenDue, startRotation } from './rotate'
import { keySetMaxAgeSeconds, overlapMs, retirementMs, rotationMs } from './rotation'

const stop = await vi.hoisted(async () => {
  const { setup } = (await import('../../scripts/test-database.mjs')) as { setup: typeof Setup }
  return setup()
})

let member: Awaited<ReturnType<typeof createMember>>

beforeAll(async () => {
  member = await createMember('admin')
  await keyring()
})
afterAll(stop)

const me = async (token: string) =>
  (await send(meRoute, apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` }))).status
const newToken = async () => (await issueOrgToken(member.ctx)).access_token
const kidOf = (token: string) => decodeProtectedHeader(token).kid!
const publishedKids = async () => {
  await keyring(0)
  const { body } = await send(jwksRoute, apiRequest('GET', '/.well-known/jwks.json'))
  return body.keys.map(({ kid }: { kid: string }) => kid)
}

const states = async () => Object.fromEntries((await listKeys()).map(({ id, state }) => [id, state]))

/** Moves every key into the past. */
const wait = (ms: number) =>
  asOwner(
    `update signing_keys set activates_at = activates_at - make_interval(secs => $1),
       revoked_at = revoked_at - make_interval(secs => $1)`,
    [ms / 1000],
  )

describe('A154 a rotation', () => {
  it('publishes the next key, signs with it later, and then drops the old one', async () => {
    const before = await newToken()
    const now = await databaseNow()
    const next = (await startRotation())!
    expect(next.activatesAt.getTime()).toBeGreaterThanOrEqual(now + overlapMs)
    expect((await startRotation())!.id).toBe(next.id)
    expect(await publishedKids()).toEqual([next.id, kidOf(before)])
    expect(kidOf(await newToken())).toBe(kidOf(before))

    await wait(overlapMs)
    const after = await newToken()
    expect(kidOf(after)).toBe(next.id)
    expect([await me(before), await me(after)]).toEqual([200, 200])
    expect(await states()).toEqual({ [kidOf(before)]: 'old', [next.id]: 'signing' })

    await wait(retirementMs)
    expect(await publishedKids()).toEqual([next.id])
    expect(await states()).toEqual({ [kidOf(before)]: 'retired', [next.id]: 'signing' })
  })

  it('starts on its own after thirty days, once for all instances', async () => {
    expect(await rotateWhenDue()).toBeNull()
    await wait(rotationMs)
    const made = await Promise.all([rotateWhenDue(), rotateWhenDue(), rotateWhenDue()])
    expect(new Set(made.map((key) => key!.id)).size).toBe(1)
    expect(Object.values(await states()).filter((state) => state === 'next')).toHaveLength(1)
  })

  it('is decided by the database: an instance that has not seen the new key yet signs with it', async () => {
    await keyring()
    await wait(overlapMs)
    const [signer] = await asOwner<{ id: string }>(
      `select id from signing_keys where activates_at <= now() and revoked_at is null order by activates_at desc limit 1`,
    )
    expect(kidOf(await newToken())).toBe(signer!.id)
  })

  it('does not interrupt a verifier that fetched the keys before it', async () => {
    const held = createLocalJWKSet((await keyring(0)).jwks)
    await startRotation()
    const early = createLocalJWKSet((await keyring(0)).jwks)
    await expect(jwtVerify(await newToken(), held)).resolves.toBeTruthy()
    await wait(overlapMs)
    await expect(jwtVerify(await newToken(), early)).resolves.toBeTruthy()
    await expect(jwtVerify(await newToken(), held)).rejects.toThrow()
  })
})

describe('A154 a foreign verifier that keeps the key set for ten minutes', () => {
  const minute = 60_000

  // jose's own client on the real route, each started at another minute; the clocks of both advance together.
  function makeVerifier() {
    const client = { fetched: 0, keys: undefined as unknown as ReturnType<typeof createRemoteJWKSet> }
    client.keys = createRemoteJWKSet(new URL('http://localhost:3000/.well-known/jwks.json'), {
      cacheMaxAge: keySetMaxAgeSeconds * 1000,
      [customFetch]: (url) => {
        client.fetched++
        return jwksRoute(apiRequest('GET', url), { params: Promise.resolve({}) })
      },
    })
    return client
  }
  const verify = ({ keys }: ReturnType<typeof makeVerifier>, token: string) =>
    jwtVerify(token, keys, { algorithms: ['ES256'], currentDate: new Date(decodeJwt(token).iat! * 1000) })

  /** How many verifications failed in so many minutes, and how often each client fetched the key set. */
  async function live(minutes: number) {
    const clients = Array.from({ length: 10 }, makeVerifier)
    const tokens: string[] = []
    let failures = 0
    for (let i = 0; i < minutes; i++) {
      if (i === 10) await startRotation()
      await wait(minute)
      vi.setSystemTime(Date.now() + minute)
      tokens.push(await newToken())
      if (tokens.length > 5) tokens.shift()
      // One joins every minute, and all check the oldest and the newest live token.
      for (const client of clients.slice(0, i + 1))
        for (const token of new Set([tokens[0]!, tokens.at(-1)!])) await verify(client, token).catch(() => failures++)
    }
    return { failures, fetched: Math.max(...clients.map((client) => client.fetched)) }
  }

  it('has no failed verification during a whole rotation, and fetches only every ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const before = await publishedKids()
      const minutes = 10 + (overlapMs + retirementMs) / minute + 10
      expect(await live(minutes)).toEqual({ failures: 0, fetched: Math.ceil(minutes / 10) })
      expect(await publishedKids()).toHaveLength(1)
      expect(before).not.toContain((await publishedKids())[0])
    } finally {
      vi.useRealTimers()
      await keyring(0)
    }
  }, 120_000)
})

describe('A154 a revoked key', () => {
  it('is removed at once with the tokens that it signed, and a new one signs', async () => {
    const stolen = await newToken()
    expect(await me(stolen)).toBe(200)
    const successor = (await revokeKey(kidOf(stolen)))!
    expect(await me(stolen)).toBe(401)
    const fresh = await newToken()
    expect(kidOf(fresh)).toBe(successor.id)
    expect(await me(fresh)).toBe(200)
    expect(await publishedKids()).not.toContain(kidOf(stolen))
    expect((await states())[kidOf(stolen)]).toBe('revoked')
    // Revoking it again changes nothing, and an unknown key cannot be revoked.
    expect((await revokeKey(kidOf(stolen)))!.id).toBe(successor.id)
    expect(await revokeKey('unknown')).toBeNull()
  })

  it('leaves valid tokens alone if it did not sign them', async () => {
    const waiting = (await startRotation())!
    const token = await newToken()
    expect((await revokeKey(waiting.id))!.id).toBe(kidOf(token))
    expect(kidOf(await newToken())).toBe(kidOf(token))
    expect(await me(token)).toBe(200)
  })

  it('does not let the identity role revoke tokens', async () => {
    await newToken()
    const ending = withIdentity((db) => db.$executeRaw`update org_tokens set revoked_at = now()`)
    await expectNoGrant(ending, 'org_tokens')
  })
})

describe('a changed AUTH_SECRET', () => {
  const secrets = { a: getEnv().AUTH_SECRET, b: 'another secret of thirty-three bytes' }
  const startWith = async (secret: keyof typeof secrets) => {
    Object.assign(getEnv(), { AUTH_SECRET: secrets[secret] })
    return keyring(0)
  }
  const countKeys = async () => (await listKeys()).length
  const isPublished = async (kid: string) => (await publishedKids()).includes(kid)
  afterEach(() => startWith('a'))

  it('changed back an hour later signs with a published key', async () => {
    await startWith('b')
    const byB = kidOf(await newToken())
    await wait(retirementMs)
    await startWith('a')
    const byA = kidOf(await newToken())
    expect(byA).not.toBe(byB)
    expect(await isPublished(byA)).toBe(true)
    const count = await countKeys()
    await keyring(0)
    expect(await countKeys()).toBe(count)
  })

  it('makes its own key when the next key can only be opened with the old secret', async () => {
    await startRotation()
    await startWith('b')
    const byB = kidOf(await newToken())
    await wait(overlapMs)
    await startWith('b')
    expect(kidOf(await newToken())).toBe(byB)
    await wait(retirementMs)
    await startWith('b')
    const later = kidOf(await newToken())
    expect(later).not.toBe(byB)
    expect(await isPublished(later)).toBe(true)
  })

  it('never signs with a key that is withdrawn before the token expires', async () => {
    const ttlMs = getEnv().ORG_TOKEN_TTL_SECONDS * 1000
    const byA = kidOf(await newToken())
    await startWith('b')
    await wait(retirementMs - ttlMs)
    await startWith('a')
    expect(await isPublished(byA)).toBe(true)
    expect(kidOf(await newToken())).not.toBe(byA)
  })

  it('during a rolling restart makes one key for each secret, not one at every read', async () => {
    await startWith('a')
    const [byA, byB] = [kidOf(await newToken()), (await startWith('b')).signing.kid]
    const count = await countKeys()
    for (const secret of ['a', 'b', 'a', 'b'] as const) {
      const { signing } = await startWith(secret)
      expect(signing.kid).toBe(secret === 'a' ? byA : byB)
    }
    expect(await countKeys()).toBe(count)
  })
})

describe('the key set', () => {
  it('A121 is fetched again for unknown keys at most once in a while', async () => {
    const token = await newToken()
    await keyring(0)
    const [, payload, signature] = token.split('.')
    // All of them within one moment, however long they take.
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const counted = countStatements()
    for (let i = 0; i < 50; i++) {
      const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: `unknown-${i}` }))
      expect(await me(`${header.toString('base64url')}.${payload}.${signature}`)).toBe(401)
    }
    expect(counted.statements.filter((sql) => sql.includes('signing_keys')).length).toBeLessThanOrEqual(1)
  })

  it('A153 is answered from memory while the database is away', async () => {
    const known = await publishedKids()
    const away = vi.spyOn(Client.prototype, 'query').mockImplementation(() => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    })
    const { jwks } = await keyring(0)
    away.mockRestore()
    expect(jwks.keys.map(({ kid }) => kid)).toEqual(known)
  })
})
