// What a drill calls a broken promise.
import { describe, expect, it } from 'vitest'
import { createLedger } from './client.mjs'
import { figure, holds, quantile, statuses } from './figures.mjs'
import { isKept, summarize } from './report.mjs'

describe('a figure', () => {
  it('holds within its promise, and not when it could not be measured', () => {
    expect([figure('lost', 0, { most: 0 }), figure('lost', 1, { most: 0 })].map(holds)).toEqual([true, false])
    expect([figure('share', NaN, { least: 0.85 }), figure('p99', null, { most: 50 })].map(holds)).toEqual([
      false,
      false,
    ])
    expect(holds(figure('peak', 3))).toBe(true)
  })

  it('that must never happen is broken by one run, and a speed by its median', () => {
    const lost = [0, 1, 0].map((value) => [figure('lost', value, { most: 0 })])
    expect(summarize(lost).map(isKept)).toEqual([false])
    const speeds = [10, 500, 20].map((value) => [figure('p99', value, { most: 50, isSpeed: true })])
    expect(summarize(speeds)[0]).toMatchObject({ value: 20, spread: [10, 500] })
    expect(summarize(speeds).map(isKept)).toEqual([true])
  })

  it('counts statuses, and takes quantiles', () => {
    expect(statuses([{ status: 200 }, { status: 503 }, { status: 200 }])).toBe('200 × 2, 503 × 1')
    expect([quantile([3, 1, 2], 0.5), quantile([], 0.5)]).toEqual([2, null])
  })
})

describe('a ledger', () => {
  const person = (statusOf: (n: number) => number | string) => {
    let n = 0
    return { call: async () => ({ status: statusOf(n++) }) }
  }

  it('finds acknowledged writes that are missing, doubled, or there in part', async () => {
    const ledger = createLedger(person((n) => (n === 3 ? 'ECONNRESET' : 201)))
    for (let i = 0; i < 4; i++) await ledger.write('')
    const [whole, doubled, , unanswered] = [...ledger.acknowledged, ...ledger.unknown]
    const query = async () => [
      { email: whole, rows: 1, events: 1, mails: 1 },
      { email: doubled, rows: 1, events: 2, mails: 1 },
      { email: unanswered, rows: 1, events: 0, mails: 1 },
    ]
    expect(await ledger.compare(query)).toEqual({ missing: 1, doubled: 1, halves: 1 })
  })
})
