// What one organization's transactions may take from the others. The cap is a third of ten connections: three.
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi, type MockInstance } from 'vitest'
import { AppError } from '@/lib/errors'
import { asOwner, createMember, expectCode, unique } from '@/lib/testing/fixtures'
import { readNotes } from '@/lib/testing/notes'
import { database } from './client'
import { inTurn } from './turns'
import { withOrg } from './with-org'

const cap = 3

/** Work that ends when `open` is called; `running` is how many run now. */
function gate() {
  const state = { running: 0, most: 0, open: () => {} }
  const opened = new Promise<void>((resolve) => (state.open = resolve))
  const pass = async () => {
    state.most = Math.max(state.most, ++state.running)
    await opened
    state.running--
  }
  return Object.assign(state, { pass })
}

describe('F10 the turns of an organization', () => {
  it('are three at once; the next waits for the first that ends, and others do not wait', async () => {
    const [name, other] = [unique(), unique()]
    const [first, rest] = [gate(), gate()]
    const done = [inTurn(name, first.pass), inTurn(name, rest.pass), inTurn(name, rest.pass)]
    const late = gate()
    const waiting = inTurn(name, late.pass)
    await inTurn(other, async () => {})
    expect([first.running, rest.running, late.running]).toEqual([1, 2, 0])
    first.open()
    await vi.waitFor(() => expect(late.running).toBe(1))
    rest.open()
    late.open()
    await Promise.all([...done, waiting])
  })

  it('are refused with a time to come back when fifty wait, and after five seconds', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const name = unique()
    const held = gate()
    const running = Array.from({ length: cap }, () => inTurn(name, held.pass))
    const waiting = Array.from({ length: 50 }, () => inTurn(name, async () => {}))
    const refused = Promise.all(
      waiting.map((turn) => expect(turn).rejects.toMatchObject({ status: 503, retryAfterSeconds: 1 })),
    )
    await expectCode(
      inTurn(name, async () => {}),
      'unavailable',
    )
    await vi.advanceTimersByTimeAsync(5_000)
    await refused
    held.open()
    await Promise.all(running)
    expect(await inTurn(name, async () => 'later')).toBe('later')
  })

  it('are one at a time while its transactions take long', async () => {
    const name = unique()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
    onTestFinished(() => clock.mockRestore())
    const [slow, rest] = [gate(), gate()]
    const done = [inTurn(name, slow.pass), inTurn(name, slow.pass)]
    const waiting = Array.from({ length: 4 }, () => inTurn(name, rest.pass))
    await vi.waitFor(() => expect([slow.running, rest.running]).toEqual([2, 1]))
    clock.mockReturnValue(300)
    slow.open()
    await Promise.all(done)
    expect(rest.running).toBe(1)
    rest.open()
    await Promise.all(waiting)
  })

  describe('after slow transactions', () => {
    let clock: MockInstance<typeof performance.now>
    beforeEach(() => {
      clock = vi.spyOn(performance, 'now').mockReturnValue(0)
      vi.useFakeTimers({ toFake: ['setTimeout'] })
    })
    afterEach(() => {
      vi.useRealTimers()
      clock.mockRestore()
    })

    /** One that takes so long, and those that begin after it. */
    async function after(tookMs: number, name: string, waiting: (() => Promise<void>)[], fail?: Error) {
      const slow = gate()
      const running = Array.from({ length: cap }, () =>
        inTurn(name, async () => {
          await slow.pass()
          if (fail) throw fail
        }).catch(() => {}),
      )
      await vi.waitFor(() => expect(slow.running).toBe(cap))
      const later = waiting.map((work) => inTurn(name, work))
      clock.mockReturnValue(tookMs)
      slow.open()
      await Promise.all(running)
      return later
    }

    it('begin after a short rest, because the database may have stood still', async () => {
      const next = gate()
      const later = await after(4_000, unique(), [next.pass])
      await vi.advanceTimersByTimeAsync(249)
      expect(next.running).toBe(0)
      await vi.advanceTimersByTimeAsync(1)
      expect(next.running).toBe(1)
      next.open()
      await Promise.all(later)
    })

    it('begin after a rest as long as the last one took, when that began after a slow one', async () => {
      const [second, third] = [gate(), gate()]
      const later = await after(400, unique(), [second.pass, third.pass])
      await vi.advanceTimersByTimeAsync(250)
      clock.mockReturnValue(900)
      second.open()
      await later[0]
      await vi.advanceTimersByTimeAsync(499)
      expect(third.running).toBe(0)
      await vi.advanceTimersByTimeAsync(1)
      expect(third.running).toBe(1)
      third.open()
      await later[1]
    })

    it('begin at once when it was the database that did not answer', async () => {
      const next = gate()
      const unanswered = new AppError('unavailable', { cause: new Error('Query read timeout') })
      const later = await after(6_000, unique(), [next.pass, next.pass, next.pass], unanswered)
      expect(next.running).toBe(cap)
      next.open()
      await Promise.all(later)
    })

    it('begin after a rest when the database has ended an expensive statement', async () => {
      const next = gate()
      const cancelled = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })
      const later = await after(5_000, unique(), [next.pass], new AppError('unavailable', { cause: cancelled }))
      expect(next.running).toBe(0)
      await vi.advanceTimersByTimeAsync(250)
      next.open()
      await Promise.all(later)
    })
  })

  it('are shared by all names of an organization, whatever a caller uses', async () => {
    const organization = unique()
    const held = gate()
    const names = Array.from({ length: 12 }, () => unique())
    const all = names.map((name) =>
      inTurn(name, async (found) => {
        found(organization)
        await held.pass()
      }),
    )
    await vi.waitFor(() => expect(held.running).toBe(cap))
    held.open()
    await Promise.all(all)
    expect(held.most).toBe(cap)
  })

  it('are not taken by a caller whom the organization no longer knows', async () => {
    const [name, organization] = [unique(), unique()]
    await inTurn(name, async (found) => found(organization))
    await expect(inTurn(name, () => Promise.reject(new Error('not a member')))).rejects.toThrow('not a member')
    const held = gate()
    const stranger = Array.from({ length: cap }, () => inTurn(name, held.pass))
    expect(await inTurn(organization, async () => 'a turn')).toBe('a turn')
    held.open()
    await Promise.all(stranger)
  })

  it('end with a failure, also a failure inside', async () => {
    const name = unique()
    const failing = () => inTurn(name, () => Promise.reject(new Error('no')))
    for (let i = 0; i < cap + 1; i++) await expect(failing()).rejects.toThrow('no')
    expect(await inTurn(name, async () => 1)).toBe(1)
  })
})

// The embedded database runs one transaction after the other.
describe.runIf(process.env.TEST_DATABASE_URL)('F10 an organization that asks for everything at once', () => {
  it('takes three of ten connections, by id, slug and active organization together', async () => {
    const busy = await createMember('owner')
    const calm = await createMember('owner')
    await asOwner('update sessions set active_organization_id = $2 where id = $1', [
      busy.session.sessionId,
      busy.org.id,
    ])
    const held = gate()
    const names = [busy.org.id, busy.org.slug, null]
    const all = Array.from({ length: 21 }, (_, index) =>
      withOrg({ ...busy.session, organization: names[index % 3]!, tokenId: null }, readNotes, held.pass),
    )
    await vi.waitFor(() => expect(held.running).toBe(cap))
    expect(await withOrg(calm.ctx, readNotes, async () => 'free')).toBe('free')
    expect(database().tenant.waitingCount).toBe(0)
    held.open()
    await Promise.all(all)
    expect(held.most).toBe(cap)
  })
})
