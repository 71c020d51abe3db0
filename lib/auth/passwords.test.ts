import { hash, verify } from '@node-rs/argon2'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hashPassword, passwordSchema, verifyPassword } from './passwords'

// The real argon2, watched: the work is counted, not timed.
vi.mock(import('@node-rs/argon2'), async (load) => {
  const real = await load()
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) }
})

beforeEach(() => vi.clearAllMocks())

describe('passwords', () => {
  it('hashes with argon2id at OWASP’s parameters', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('A208 tells twins beyond 72 bytes apart and takes one composition for the other', async () => {
    const long = 'x'.repeat(72)
    const hash = await hashPassword(`${long}a`)
    expect(await verifyPassword(hash, `${long}a`)).toBe(true)
    expect(await verifyPassword(hash, `${long}b`)).toBe(false)
    expect(await verifyPassword(await hashPassword('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe(true)
  })

  it('A197 does the same work where there is no account', async () => {
    // The first check without a stored hash makes the one that it compares with.
    await verifyPassword(null, 'wrong horse')
    const known = await hashPassword('correct horse')
    vi.clearAllMocks()
    for (const stored of [null, known]) expect(await verifyPassword(stored, 'wrong horse')).toBe(false)
    expect(hash).not.toHaveBeenCalled()
    const [decoy, real] = vi.mocked(verify).mock.calls.map(([stored]) => String(stored))
    expect(vi.mocked(verify).mock.calls).toEqual([
      [decoy, 'wrong horse'],
      [known, 'wrong horse'],
    ])
    // Algorithm, version, memory, passes and lanes: they decide how long it takes.
    const costOf = (stored: string) => stored.split('$').slice(0, 4)
    expect(costOf(decoy!)).toEqual(costOf(real!))
  })

  it('A209 runs no more than two at once', async () => {
    let [running, most] = [0, 0]
    vi.mocked(hash).mockImplementation(async () => {
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running--
      return 'a hash'
    })
    await Promise.all(Array.from({ length: 8 }, () => hashPassword('correct horse')))
    vi.mocked(hash).mockReset()
    expect([most, running]).toEqual([2, 0])
  })

  it('A209 leaves the event loop free', async () => {
    let turns = 0
    const turn = () => {
      turns++
      turning = setImmediate(turn)
    }
    let turning = setImmediate(turn)
    // Two run at once, so the loop turns between the first pair and the second. Hashing on the loop itself would not let it.
    await Promise.all(Array.from({ length: 4 }, () => hashPassword('correct horse')))
    clearImmediate(turning)
    expect(turns).toBeGreaterThan(0)
  })

  it('A209 refuses the 67th of many at once: two run and 64 wait', async () => {
    vi.mocked(hash).mockImplementation(async () => 'a hash')
    const all = await Promise.allSettled(Array.from({ length: 80 }, () => hashPassword('correct horse')))
    vi.mocked(hash).mockReset()
    expect(all.map(({ status }) => status)).toEqual([...Array(66).fill('fulfilled'), ...Array(14).fill('rejected')])
    for (const result of all.slice(66)) expect(result).toMatchObject({ reason: { code: 'unavailable' } })
  })

  it.each([
    ['1234567', false],
    ['12345678', true],
    [' 2 spaces ', true],
    ['🐴'.repeat(8), true],
    ['x'.repeat(1024), true],
    ['x'.repeat(1025), false],
    ['nul\u0000nul\u0000', false],
    ['lone \ud800 surrogate', false],
  ])('A201 %j: %s', (password, accepted) => expect(passwordSchema.safeParse(password).success).toBe(accepted))
})
