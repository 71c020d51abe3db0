import { expect, it } from 'vitest'
import { verdictOf as growthOf } from './growth.mjs'
import { verdictOf as comparisonOf } from './peers/compare.mjs'
import { plot } from './plot.mjs'

it('says ahead only if every system answered and ours is the fastest', () => {
  const of = (share: number) => ({ share, errors: 0 })
  expect(comparisonOf({ ours: of(0.3), one: of(0.2), other: of(0.29) })).toBe('ahead')
  expect(comparisonOf({ ours: of(0.3), one: of(0.2), other: of(0.3) })).toBe('behind other')
  expect(comparisonOf({ ours: of(0.3), one: { problem: 'answers 500' } })).toBe('FAILED')
  expect(comparisonOf({ ours: { ...of(0.3), errors: 1 }, one: of(0.2) })).toBe('FAILED')
})

it('says flat only if neither server nor Postgres needs more for the largest', () => {
  const point = (cpu: number, postgres: number) => ({ cpu, postgres })
  expect(growthOf([point(2, 0.2), point(9, 9), point(2.4, 0.25)])).toBe('flat')
  expect(growthOf([point(2, 0.2), point(4, 0.8)])).toBe('server ×2.0, Postgres ×4.0')
  expect(growthOf([point(2, 0.2), { problem: 'no answer for 30 s' }])).toBe('FAILED')
})

it('plots each line with its points from zero, the sizes evenly by their logarithm', () => {
  const lines = [
    { title: 'a < b', points: [[1, 2], [10, 2], [100, 2]] }, // prettier-ignore
    { title: 'same', points: [[1, 0], [10, 2], [100, 2]] }, // prettier-ignore
  ]
  const svg = plot('members', [{ title: 'CPU-ms', lines }])
  const [, x1, , x2, , x3, y3] = /points="([\d.]+),([\d.]+) ([\d.]+),([\d.]+) ([\d.]+),([\d.]+)"/.exec(svg)!.map(Number)
  expect(x2! - x1!).toBeCloseTo(x3! - x2!, 0)
  expect(y3).toBeLessThan(100)
  expect(svg).toContain('a &lt; b')
  const names = [...svg.matchAll(/y="([\d.]+)" fill="#/g)].map(([, top]) => Number(top))
  expect(Math.abs(names[0]! - names[1]!)).toBeGreaterThanOrEqual(14)
})
