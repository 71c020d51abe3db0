import { describe, expect, it } from 'vitest'
import { hashPassword, passwordSchema, verifyPassword } from './passwords'

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
    const hash = await hashPassword('correct horse')
    const time = async (stored: string | null) => {
      const started = performance.now()
      expect(await verifyPassword(stored, 'wrong horse')).toBe(false)
      return performance.now() - started
    }
    await time(null)
    // In turn, and the fastest of each: whatever else the machine does only adds.
    const tries: [unknown: number, known: number][] = []
    for (let i = 0; i < 8; i++) tries.push([await time(null), await time(hash)])
    const unknown = Math.min(...tries.map(([first]) => first))
    const known = Math.min(...tries.map(([, second]) => second))
    expect(unknown / known).toBeGreaterThan(0.4)
    expect(unknown / known).toBeLessThan(2.5)
  })

  it('A209 runs no more than two at once and leaves the event loop free', async () => {
    let ticks = 0
    const ticking = setInterval(() => ticks++, 5)
    await Promise.all(Array.from({ length: 8 }, () => hashPassword('correct horse')))
    clearInterval(ticking)
    expect(ticks).toBeGreaterThan(5)
  })

  it('A209 refuses rather than queues without end', async () => {
    const all = await Promise.allSettled(Array.from({ length: 80 }, () => hashPassword('correct horse')))
    const refused = all.filter((result) => result.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]!.reason).toMatchObject({ code: 'unavailable' })
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
