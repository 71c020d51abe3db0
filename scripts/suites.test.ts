import path from 'node:path'
import { expect, it } from 'vitest'
import { countPlaywright, countProve, countVitest, judge, sum, totals } from './suites.mjs'

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

it('names the failed tests with the first line of their errors', () => {
  const file = path.resolve('lib/some.test.ts')
  const assertionResults = [
    { status: 'passed', fullName: 'works' },
    { status: 'failed', fullName: 'fails', failureMessages: ['\u001b[31mError: no\u001b[0m\n  at line 1'] },
  ]
  const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0 }
  const testResults = [
    { name: file, status: 'failed', message: '', assertionResults },
    { name: path.resolve('lib/other.test.ts'), status: 'failed', message: 'Cannot load', assertionResults: [] },
  ]
  expect(countVitest({ ...report, testResults }).failures).toEqual([
    'lib/some.test.ts › fails: Error: no',
    'lib/other.test.ts: Cannot load',
  ])
  const failed = {
    file: 'a.spec.ts',
    title: 'opens',
    ok: false,
    tests: [{ results: [{ error: { message: 'No page' } }] }],
  }
  const suites = [{ specs: [], suites: [{ specs: [failed, { ...failed, ok: true }] }] }]
  const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 }
  expect(countPlaywright({ stats, errors: [], suites }).failures).toEqual(['e2e/a.spec.ts › opens: No page'])
})

it('counts each target of the attacks, and names those that failed', () => {
  const targets = [
    { kind: 'table', name: 'roles', failures: [] },
    { kind: 'route', name: '/api/v1/roles', failures: ['GET by a visitor: 200', 'another'] },
  ]
  const failures = ['route /api/v1/roles: GET by a visitor: 200']
  expect(countProve({ passed: 1, failed: 1, targets })).toEqual({ failures, passed: 1, failed: 1, skipped: 0 })
})
