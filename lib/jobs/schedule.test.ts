import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { attemptEach, everyHour, schedule } from './schedule'
import { isMissed, listJobs } from './state'

const hourMs = 60 * 60_000
const stateOf = (name: string) => listJobs().find((job) => job.name === name)!

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a job', () => {
  it('first runs within fifteen seconds, and then about every hour', async () => {
    const work = vi.fn(async () => {})
    everyHour('a fine job', work)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(work).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(0.7 * hourMs)
    expect(work).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(0.6 * hourMs)
    expect(work).toHaveBeenCalledTimes(2)
    expect(isMissed(stateOf('a fine job'))).toBe(false)
  })

  it('that failed runs again after seconds, with growing pauses, and counts as missed until it works', async () => {
    let isDown = true
    const work = vi.fn(async () => {
      if (isDown) throw new AppError('unavailable')
    })
    // The longest pauses, so that the first run is the only one in the first fifteen seconds.
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    everyHour('a failing job', work)
    await vi.advanceTimersByTimeAsync(15_000)
    const afterSeconds = []
    for (const seconds of [7, 13, 25, 50, 100]) {
      await vi.advanceTimersByTimeAsync(seconds * 1000)
      afterSeconds.push(work.mock.calls.length)
    }
    expect(afterSeconds.at(0)).toBe(2)
    expect(afterSeconds.at(-1)).toBeGreaterThan(4)
    expect(isMissed(stateOf('a failing job'))).toBe(true)
    isDown = false
    await vi.advanceTimersByTimeAsync(7 * 60_000)
    expect(stateOf('a failing job').failures).toBeGreaterThan(4)
    expect(isMissed(stateOf('a failing job'))).toBe(false)
  })

  it('varies its pauses, so that servers that start together do not stay together', async () => {
    const times: number[] = []
    for (let i = 0; i < 20; i++) everyHour(`one of many ${i}`, async () => void times.push(Date.now()))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(new Set(times).size).toBeGreaterThan(15)
  })

  it('that hangs counts as missed', async () => {
    schedule('a hanging job', 60_000, () => new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(isMissed(stateOf('a hanging job'))).toBe(false)
    await vi.advanceTimersByTimeAsync(7 * 60_000)
    expect(isMissed(stateOf('a hanging job'))).toBe(true)
  })

  it('reports a defect, but not an outage', async () => {
    const error = vi.spyOn(log, 'error').mockImplementation(() => {})
    schedule('an outage', 60_000, () => Promise.reject(new AppError('unavailable')))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(error).not.toHaveBeenCalled()
    const defect = new TypeError('undefined is not a function')
    schedule('a defect', 60_000, () => Promise.reject(defect))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ job: 'a defect', err: defect }), expect.any(String))
  })
})

it('a run on many items goes on after a failure, and fails at its end', async () => {
  const failed: number[] = []
  const work = async (item: number) => {
    if (item === 2) throw new Error('stuck')
    return item
  }
  const run = (items: number[]) => attemptEach(items, work, (item) => failed.push(item))
  expect(await run([1, 3])).toBe(4)
  await expect(run([1, 2, 3])).rejects.toThrow('1 of 3 failed')
  expect(failed).toEqual([2])
})
