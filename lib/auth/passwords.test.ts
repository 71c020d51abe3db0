import { hash, verify } from '@node-rs/argon2'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hashPassword, passwordSchema, verifyPassword } from './passwords'

// The real argon2 under a spy: the test counts the work instead of timing it.
vi.mock(import('@node-rs/argon2'), async (load) => {
  const real = await load()
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) }
})

beforeEach(() => vi.clearAllMocks())

describe('passwords', () => {
  it('are hashed with argon2id at OWASP’s parameters', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('A208 differ beyond 72 bytes, and match across Unicode compositions', async () => {
    const long = 'x'.repeat(72)
    const hash = await hashPassword(`${long}a`)
    expect(await verifyPassword(hash, `${long}a`)).toBe(true)
    expect(await verifyPassword(hash, `${long}b`)).toBe(false)
    expect(await verifyPassword(await hashPassword('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe(true)
  })

  it('A197 cost the same work when the account does not exist', async () => {
    // The first check without a stored hash creates the hash for comparison.
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
    // Algorithm, version, memory, passes and lanes decide how long it takes.
    const costOf = (stored: string) => stored.split('$').slice(0, 4)
    expect(costOf(decoy!)).toEqual(costOf(real!))
  })

  it('A209 are hashed at most two at a time', async () => {
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

  it('A209 are hashed at most two at a time when a caller comes just as one ends', async () => {
    let [running, most] = [0, 0]
    const late: Promise<string>[] = []
    vi.mocked(hash).mockImplementation(async () => {
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running--
      // After the place is given back, and before the one who waits for it goes on.
      if (late.length < 4) queueMicrotask(() => queueMicrotask(() => late.push(hashPassword('late horse'))))
      return 'a hash'
    })
    await Promise.all(Array.from({ length: 8 }, () => hashPassword('correct horse')))
    await Promise.all(late)
    vi.mocked(hash).mockReset()
    expect([most, running]).toEqual([2, 0])
  })

  it('A209 are hashed without blocking the event loop', async () => {
    let turns = 0
    const turn = () => {
      turns++
      turning = setImmediate(turn)
    }
    let turning = setImmediate(turn)
    // Two run at once, so the loop is free between the first pair and the second. Hashing on the loop itself would block it.
    await Promise.all(Array.from({ length: 4 }, () => hashPassword('correct horse')))
    clearImmediate(turning)
    expect(turns).toBeGreaterThan(0)
  })

  it('A209 are refused from the 67th at once: two run and 64 wait', async () => {
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
