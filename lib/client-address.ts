// Who is really calling. Next believes X-Forwarded-* from anybody, and a route handler cannot see the socket; so every
// request is corrected as it arrives, before Next reads it: the address comes from the socket, or, behind
// TRUSTED_PROXY_HOPS proxies, from the entry that the outermost of them wrote.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { clientAddressHeader } from '@/lib/request'

const forwarded = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
]
const headersTimeoutMs = 15_000
const requestTimeoutMs = 30_000

type Arrival = { request: IncomingMessage; socket: Socket; server: Server }

/** In: the socket's address, X-Forwarded-For, the number of proxies in front of us. Out: the client's address. */
export function resolveAddress(socketAddress: string, forwardedFor: string | undefined, hops: number): string {
  if (hops === 0) return socketAddress
  const chain = (forwardedFor ?? '').split(',').map((part) => part.trim())
  return chain.at(-hops) || socketAddress
}

export function watchArrivals(hops: number): void {
  subscribe('http.server.request.start', (message) => {
    const { request, socket, server } = message as Arrival
    // A client that sends its header or its body a byte at a time may not hold a connection for minutes.
    server.headersTimeout = headersTimeoutMs
    server.requestTimeout = requestTimeoutMs
    // Next cannot even represent these and answers 500: they are answered like a question about what is allowed.
    if (request.method === 'TRACE' || request.method === 'TRACK') request.method = 'OPTIONS'
    const { headers } = request
    const forwardedFor = headers['x-forwarded-for']
    const address = resolveAddress(socket.remoteAddress ?? 'unknown', String(forwardedFor ?? ''), hops)
    if (hops === 0) for (const name of forwarded) delete headers[name]
    headers[clientAddressHeader] = address
  })
}
