// In which lane a request waits before its organization is known.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { watchArrivals } from '@/lib/requests/harden'
import { createCallers } from './callers.mjs'

it('F10 one session in one organization is one credential, whatever else its request says', () => {
  const callers = createCallers()
  const socket = { remoteAddress: '192.0.2.1' }
  const identify = (headers: Record<string, string>) => callers.identify({ url: '/o/acme/members', headers, socket })
  identify({ cookie: 'session=real' }).learn('org_1')
  expect(identify({ cookie: 'session=real', 'x-organization': 'junk' }).lane).toBe('org_1')
  expect(identify({ cookie: 'session=junk; theme=dark; session=real' }).lane).toBe('org_1')
  expect(identify({ cookie: 'theme=dark; __Host-session=real' }).lane).toBe('org_1')
  expect(identify({ cookie: 'session=real; session=junk' }).lane).toBe('192.0.2.1')
})

it('F10 the addresses of one IPv6 network are one caller, and each of IPv4 is one', async () => {
  watchArrivals(1)
  const callers = createCallers()
  const server = http.createServer((request, response) => response.end(callers.identify(request).lane))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const laneOf = async (address: string) =>
    (await fetch(`http://127.0.0.1:${port}`, { headers: { 'x-forwarded-for': address } })).text()
  expect(await laneOf('2001:db8::1')).toBe(await laneOf('2001:db8::ffff:2'))
  expect(await laneOf('2001:db8:0:1::1')).not.toBe(await laneOf('2001:db8::1'))
  expect(await laneOf('::ffff:192.0.2.1')).toBe(await laneOf('192.0.2.1'))
  expect(await laneOf('::ffff:192.0.2.1')).not.toBe(await laneOf('::ffff:192.0.2.2'))
})
