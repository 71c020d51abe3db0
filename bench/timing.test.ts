import { describe, expect, it } from 'vitest'
import { saysNothing, separationOf } from './timing.mjs'

// Evenly spread times, in an order that says nothing.
const times = (from: number, to: number, count = 150) =>
  Array.from({ length: count }, (_, i) => from + (((i * 67) % count) * (to - from)) / count)

describe('The separation of two kinds of times', () => {
  it('is a half if they are alike, and one if all of the first are longer', () => {
    expect(separationOf([1, 2, 3], [1, 2, 3]).separation).toBeCloseTo(0.5)
    expect(separationOf([4, 5], [1, 2, 3]).separation).toBe(1)
    expect(separationOf([1, 2], [4, 5]).separation).toBe(0)
  })

  it('has an interval that becomes narrower with more times', () => {
    const width = (count: number) => {
      const [low, high] = separationOf(times(10, 20, count), times(10, 20, count)).interval
      return high! - low!
    }
    expect(width(150)).toBeGreaterThan(0.15)
    expect(width(150)).toBeLessThan(0.25)
    expect(width(600)).toBeCloseTo(width(150) / 2, 1)
  })

  it('A197 calls kinds different whose times differ by a small part of their spread', () => {
    expect(saysNothing(separationOf(times(10, 20), times(10, 20)))).toBe(true)
    expect(saysNothing(separationOf(times(10.5, 20.5), times(10, 20)))).toBe(true)
    expect(saysNothing(separationOf(times(12, 22), times(10, 20)))).toBe(false)
    expect(saysNothing(separationOf(times(10, 20), times(12, 22)))).toBe(false)
    expect(saysNothing(separationOf(times(30, 31), times(10, 20)))).toBe(false)
  })
})
