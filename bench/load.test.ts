import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { closedLoop, openLoop } from './load.mjs'
import { targetRow } from './report.mjs'

async function serve(body: string): Promise<number> {
  const server = http.createServer((_, response) => response.end(body)).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

const load = { requests: [{ path: '/' }], next: undefined, expect: 'person@example.com', connections: 2, seconds: 1 }

it('counts an answer without the expected text as an error, in both loops', async () => {
  const port = await serve('<h1>Something went wrong</h1>')
  const closed = await closedLoop(port, load)
  expect(closed.answered).toBeGreaterThan(0)
  expect(closed).toMatchObject({ right: 0, perSecond: 0, errors: closed.answered })
  expect(await openLoop(port, { ...load, rate: 100, total: 5 })).toMatchObject({ errors: 5 })
})

it('counts the right answers, in both loops', async () => {
  const port = await serve('<td>person@example.com</td>')
  const closed = await closedLoop(port, load)
  expect(closed).toMatchObject({ right: closed.answered, errors: 0 })
  expect(await openLoop(port, { ...load, rate: 100, total: 5 })).toMatchObject({ errors: 0 })
})

const measured = {
  id: 'page',
  budget: { share: 0.1, kb: 90 },
  ...{ share: 0.2, spread: [0.2, 0.2], cpu: 5, cpuMs: 4, sql: 3, postgres: 0.5, kb: 80, p50: 1, p99: 2, errors: 0 },
}

it('reports a row as failed if it had errors or could not be measured, within whatever budget', () => {
  expect(targetRow(measured).at(-1)).toBe('PASS')
  expect(targetRow({ ...measured, kb: 91 }).at(-1)).toBe('MISSED kB')
  expect(targetRow({ ...measured, errors: 1 }).at(-1)).toMatch(/^FAILED/)
  expect(
    targetRow({ id: 'page', budget: measured.budget, problem: 'a repetition had no right answer' }).at(-1),
  ).toMatch(/^FAILED/)
})
