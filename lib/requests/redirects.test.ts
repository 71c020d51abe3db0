import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { keepRedirectsPrivate } from './redirects'

/** In: how a handler answers. Out: the Cache-Control that arrives. */
async function cacheControlOf(answer: (response: http.ServerResponse) => void): Promise<string | null> {
  const server = http.createServer((_request, response) => {
    keepRedirectsPrivate(response)
    answer(response)
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { headers } = await fetch(`http://127.0.0.1:${port}`, { redirect: 'manual', headers: { connection: 'close' } })
  return headers.get('cache-control')
}

it('A276 a redirect is private unless it says otherwise, and other answers stay as they are', async () => {
  const named = await cacheControlOf((response) => {
    response.statusCode = 308
    response.setHeader('location', '/a')
    response.end('/a')
  })
  const written = await cacheControlOf((response) => response.writeHead(307, { location: '/a' }).end())
  const chosen = await cacheControlOf((response) => {
    response.setHeader('cache-control', 'max-age=60')
    response.writeHead(302, { location: '/a' }).end()
  })
  const page = await cacheControlOf((response) => response.writeHead(200).end())
  expect([named, written, chosen, page]).toEqual(['private, no-store', 'private, no-store', 'max-age=60', null])
})
