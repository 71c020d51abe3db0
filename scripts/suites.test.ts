import { expect, it } from 'vitest'
import { judge, sum, totals } from './suites.mjs'

it('counts a suite that crashed or ran nothing as a failure', () => {
  expect(judge({ passed: 3, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 })
  expect(judge({ passed: 0, failed: 0, skipped: 5 }, 0)).toEqual({ passed: 0, failed: 1, skipped: 5 })
})

it('counts no failure twice', () => {
  expect(judge({ passed: 3, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  expect(judge({ passed: 3, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 })
})

it('ends with one line for all suites', () => {
  expect(
    totals(sum([judge({ passed: 3, failed: 0, skipped: 0 }, 0), judge({ passed: 1, failed: 1, skipped: 0 }, 1)])),
  ).toBe('4 passed, 1 failed')
  expect(totals({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped')
})
