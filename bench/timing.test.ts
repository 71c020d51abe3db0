import { describe, expect, it } from 'vitest'
import { separationOf } from './timing.mjs'

describe('The separation of two kinds of times', () => {
  it('is a half if they are alike, and one if all of the first are longer', () => {
    expect(separationOf([1, 2, 3], [1, 2, 3])).toBe(0.5)
    expect(separationOf([4, 5], [1, 2, 3])).toBe(1)
    expect(separationOf([1, 2], [4, 5])).toBe(0)
  })
})
