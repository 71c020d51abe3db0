import { createServer, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { getEnv } from '@/lib/env'
import { send, apiRequest } from '@/lib/testing/fixtures'
import { operation, publicRoute } from '@/lib/http'
import { isAddressTooLong, isForeignHost, misdirectedPath, tooLongPath } from './address'
import { watchArrivals } from './harden'

const withParameters = (count: number) => `/sign-in?${Array(count).fill('a').join('&')}`

/** The request that a server sees for a sent one. */
async function arrive(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const seen = vi.fn<(request: IncomingMessage) => void>()
  const server = createServer((arrived, response) => {
    seen(arrived)
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const sent = request({ host: '127.0.0.1', port, path, headers }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return seen.mock.calls[0]![0]
}

const arrivalOf = async (path: string, host?: string) => (await arrive(path, host ? { host } : {})).url

it('without a trusted proxy a client does not choose its trace', async () => {
  watchArrivals(0)
  const sent = { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`, tracestate: 'a=1', baggage: 'b=2' }
  const { headers } = await arrive('/sign-in', sent)
  expect(Object.keys(sent).filter((name) => name in headers)).toEqual([])
})

describe('F18 A257 a host that is not ours', () => {
  const hosts = ['evil.example', 'evil.example:3000', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1']

  it.each(hosts)('%s is refused in development and demo', async (host) => {
    watchArrivals(0)
    expect(await arrivalOf('/api/dev/mail', host)).toBe(misdirectedPath)
  })

  it.each(['localhost:3000', 'LOCALHOST', '127.0.0.1:9', '[::1]:3000', 'shop.localhost:3000'])('%s is ours', (host) =>
    expect(isForeignHost(host, 'https://app.example.com')).toBe(false),
  )

  it('is compared with APP_URL, and not looked at in production', async () => {
    expect(isForeignHost('App.example.com', 'https://app.example.com')).toBe(false)
    expect(isForeignHost('app.example.com:8443', 'https://app.example.com:8443')).toBe(false)
    watchArrivals(0)
    vi.spyOn(getEnv(), 'APP_MODE', 'get').mockReturnValue('production')
    onTestFinished(() => void vi.restoreAllMocks())
    expect(await arrivalOf('/api/health', 'health-check')).toBe('/api/health')
  })
})

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
