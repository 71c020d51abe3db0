import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { send, apiRequest } from '@/lib/testing/fixtures'
import { operation, publicRoute } from '@/lib/http'
import { isAddressTooLong, tooLongPath } from './address'
import { watchArrivals } from './harden'

const withParameters = (count: number) => `/sign-in?${Array(count).fill('a').join('&')}`

/** The path that a server sees for a requested one. */
async function arrivalOf(path: string): Promise<string | undefined> {
  const seen = vi.fn<(request: IncomingMessage) => void>()
  const server = createServer((request, response) => {
    seen(request)
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).text()
  return seen.mock.calls[0]![0].url
}

describe('F6 A265 an address with thousands of query parameters', () => {
  it('never reaches the framework', async () => {
    watchArrivals(0)
    expect(await arrivalOf(withParameters(3800))).toBe(tooLongPath)
    expect(await arrivalOf(withParameters(201))).toBe(tooLongPath)
    expect(await arrivalOf(withParameters(200))).toBe(withParameters(200))
  })

  it('is not read further than its limit', () => {
    const split = vi.spyOn(String.prototype, 'split')
    onTestFinished(() => split.mockRestore())
    expect(isAddressTooLong(withParameters(3800))).toBe(true)
    expect(split.mock.results[0]!.value).toHaveLength(201)
  })

  it('is refused by the API above 50 parameters, after one look at each', async () => {
    const query = z.strictObject({ tag: z.array(z.string()).optional() })
    const response = z.array(z.string())
    const { GET } = publicRoute({
      GET: operation({ summary: 's', description: 'd', query, response, run: async ({ query: { tag } }) => tag ?? [] }),
    })
    const ask = (count: number) => send(GET!, apiRequest('GET', `/?${Array(count).fill('tag=x').join('&')}`))
    const getAll = vi.spyOn(URLSearchParams.prototype, 'getAll')
    onTestFinished(() => getAll.mockRestore())
    expect((await ask(50)).body).toHaveLength(50)
    const refused = await ask(51)
    expect([refused.status, refused.body.code]).toEqual([422, 'validation_failed'])
    expect(getAll).not.toHaveBeenCalled()
  })
})
