// How many requests are worked on at once, and who waits or is refused.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAdmission } from './admission.mjs'

type Release = (() => void) | null

let delay = 0
let admission: ReturnType<typeof createAdmission>
beforeEach(() => {
  vi.useFakeTimers()
  delay = 40
  admission = createAdmission({ readDelayMs: () => delay })
})
afterEach(() => {
  admission.stop()
  vi.useRealTimers()
})

/** Sends requests of one lane. Out: what each got so far: a place, a refusal, or nothing yet. */
function send(lane: string, count: number) {
  const got: (Release | undefined)[] = Array.from({ length: count }, () => undefined)
  for (const i of got.keys()) void admission.enter(lane).then((release: Release) => (got[i] = release))
  return {
    places: () => got.filter((each) => typeof each === 'function').length,
    refused: () => got.filter((each) => each === null).length,
    finish: () =>
      got.splice(
        got.findIndex((each) => typeof each === 'function'),
        1,
      )[0]!(),
  }
}
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('the places of the server', () => {
  it('F10 are taken by one lane up to three quarters, so that another finds one at once', async () => {
    const flood = send('acme', 100)
    const other = send('globex', 1)
    await settle()
    expect([flood.places(), other.places()]).toEqual([12, 1])
  })

  it('are refused at once when the line is full, and a lane that has nothing in the line may still wait', async () => {
    const lanes = ['a', 'b', 'c'].map((lane) => send(lane, 60))
    const late = send('d', 1)
    await settle()
    expect(lanes.map((lane) => lane.refused())).toEqual([16, 55, 59])
    expect(late.refused()).toBe(0)
    expect(admission.state()).toMatchObject({ bound: 16, running: 16 })
  })

  it('are not refused to a burst of one organization, however low their number', async () => {
    delay = 200
    await vi.advanceTimersByTimeAsync(2_000)
    const burst = send('acme', 32)
    await settle()
    expect([admission.state().bound, burst.places(), burst.refused()]).toEqual([8, 6, 0])
  })

  it('go to the lanes in turns when they become free', async () => {
    const [flood, other] = [send('acme', 24), send('globex', 12)]
    await settle()
    const before = [flood.places(), other.places()]
    for (let i = 0; i < 4; i++) {
      flood.finish()
      await settle()
    }
    expect(before).toEqual([12, 4])
    expect([flood.places() + 4, other.places()]).toEqual([14, 6])
  })

  it('are refused to those who have waited a second', async () => {
    const flood = send('acme', 20)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([flood.places(), flood.refused(), admission.state().waiting]).toEqual([12, 8, 0])
  })

  it('become fewer when the event loop is late, never fewer than eight, and more when it is in time', async () => {
    delay = 200
    await vi.advanceTimersByTimeAsync(2_000)
    expect(admission.state().bound).toBe(8)
    delay = 5
    send('acme', 8)
    send('globex', 8)
    await vi.advanceTimersByTimeAsync(600)
    expect(admission.state().bound).toBeGreaterThan(8)
  })
})
