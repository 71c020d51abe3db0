// Who is really calling. Next believes X-Forwarded-* from anybody, and a route handler cannot see the socket; so every
// request is corrected as it arrives, before Next reads it: the address comes from the socket, or, behind
// TRUSTED_PROXY_HOPS proxies, from the entry that the outermost of them wrote.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { getEnv } from '@/lib/env'
import { arrivalMark, clientAddressHeader } from './trust'

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

// next-auth keeps a return address here, believes what comes back, and fails on what is none; we pass ours in the form.
const returnCookie = /(^|;\s*)(__Secure-)?next-auth\.callback-url=[^;]*/g

/** In: the socket's address, X-Forwarded-For, the number of proxies in front of us. Out: the client's address. */
export function resolveAddress(socketAddress: string, forwardedFor: string | undefined, hops: number): string {
  if (hops === 0) return socketAddress
  const chain = (forwardedFor ?? '').split(',').map((part) => part.trim())
  // Some proxies write the port, too.
  return chain.at(-hops)?.replace(/^\[(.+)\](:\d+)?$|^(\d+(?:\.\d+){3}):\d+$/, '$1$3') || socketAddress
}

export function watchArrivals(hops: number): void {
  subscribe('http.server.request.start', (message) => {
    const { request, socket, server } = message as Arrival
    // A client that sends its header or its body a byte at a time may not hold a connection for minutes.
    server.headersTimeout = headersTimeoutMs
    server.requestTimeout = requestTimeoutMs
    refuseUpgrades(server)
    // Next cannot even represent these and answers 500: they are answered like a question about what is allowed.
    if (request.method === 'TRACE' || request.method === 'TRACK') request.method = 'OPTIONS'
    const { headers } = request
    const forwardedFor = headers['x-forwarded-for']
    const address = resolveAddress(socket.remoteAddress ?? 'unknown', String(forwardedFor ?? ''), hops)
    if (hops === 0) for (const name of forwarded) delete headers[name]
    headers[clientAddressHeader] = `${arrivalMark()}${address}`
    if (headers.cookie) headers.cookie = headers.cookie.replace(returnCookie, '')
    if (!isDecodable(request.url)) request.url = '/undecodable'
  })
}

const isDecodable = (url: string | undefined): boolean => {
  try {
    decodeURIComponent((url ?? '').replace(/\?.*/s, ''))
    return true
  } catch {
    return false
  }
}

const guarded = new WeakSet<Server>()

// Next leaves an upgraded socket that is not its own open for ever, for somebody else's WebSocket server: there is none.
function refuseUpgrades(server: Server): void {
  if (guarded.has(server) || getEnv().NODE_ENV === 'development') return
  guarded.add(server)
  server.prependListener('upgrade', (_request, socket: Socket) => socket.destroy())
}
