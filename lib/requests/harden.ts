// Corrects every incoming request before Next reads it. Next trusts X-Forwarded-* from any client, and a route handler
// cannot see the socket, so the client's address is set here: from the socket, or behind TRUSTED_PROXY_HOPS proxies
// from the entry of the outermost of them.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { isAddressTooLong, isForeignHost, misdirectedPath, tooLongPath } from './address'
import { answerUnparsedMethods, markUnknownMethod } from './methods'
import { keepRedirectsPrivate } from './redirects'
import { prepareSignedInPage } from './signed-in-pages'
import { arrivalMark, clientAddressHeader, isOwnOrigin, networkOf } from './trust'

const forwarded = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
]

// Without a proxy, which should set or drop them, a client must not choose whether its request is traced (W3C Trace Context).
const traced = ['traceparent', 'tracestate', 'baggage']

const headersTimeoutMs = 15_000
const requestTimeoutMs = 30_000

type Arrival = { request: IncomingMessage; response: ServerResponse; socket: Socket; server: Server }

// next-auth stores a return URL in this cookie, trusts it, and fails on an invalid one. We pass the URL in the form
// instead.
const returnCookie = /(^|;\s*)(__Secure-)?next-auth\.callback-url=[^;]*/g

/** In: the socket's address, X-Forwarded-For, the number of trusted proxies. Out: the client's address. */
export function resolveAddress(socketAddress: string, forwardedFor: string | undefined, hops: number): string {
  if (hops === 0) return socketAddress
  const chain = (forwardedFor ?? '').split(',').map((part) => part.trim())
  // Some proxies append the port.
  return chain.at(-hops)?.replace(/^\[(.+)\](:\d+)?$|^(\d+(?:\.\d+){3}):\d+$/, '$1$3') || socketAddress
}

/** Installs the corrections for all servers of this process. `hops`: the number of trusted proxies. */
export function watchArrivals(hops: number): void {
  answerUnparsedMethods()
  subscribe('http.server.request.start', (message) => {
    const { request, response, socket, server } = message as Arrival
    // Limits slow clients, which could hold a connection for minutes.
    server.headersTimeout = headersTimeoutMs
    server.requestTimeout = requestTimeoutMs
    refuseUpgrades(server)
    markUnknownMethod(request)
    keepRedirectsPrivate(response)
    const { headers } = request
    const forwardedFor = headers['x-forwarded-for']
    const address = resolveAddress(socket.remoteAddress ?? 'unknown', String(forwardedFor ?? ''), hops)
    if (hops === 0) ignoreForwarded(headers)
    headers[clientAddressHeader] = `${arrivalMark()}${address}`
    // For scripts/server/callers.mjs.
    Object.assign(request, { [Symbol.for('client-network')]: networkOf(address) })
    if (headers.cookie) headers.cookie = headers.cookie.replace(returnCookie, '')
    if (isAddressTooLong(request.url ?? '')) request.url = tooLongPath
    if (isMisdirected(headers.host)) request.url = misdirectedPath
    if (!isDecodable(request.url)) request.url = '/undecodable'
    // Next compares the origin of a form with the host, which a proxy may have changed. We compare it with APP_URL.
    if (headers.origin && isOwnOrigin(headers.origin)) headers.host = new URL(headers.origin).host
    prepareSignedInPage(request, response)
  })
}

function isMisdirected(host: string | undefined): boolean {
  const { APP_MODE, APP_URL } = getEnv()
  return APP_MODE !== 'production' && host !== undefined && isForeignHost(host, APP_URL)
}

let isWarned = false

function ignoreForwarded(headers: IncomingHttpHeaders): void {
  for (const name of traced) delete headers[name]
  const found = forwarded.filter((name) => headers[name] !== undefined)
  for (const name of found) delete headers[name]
  if (found.length === 0 || isWarned || getEnv().APP_MODE !== 'production') return
  isWarned = true
  log.warn(
    { headers: found },
    'forwarded headers are ignored: behind a proxy, set TRUSTED_PROXY_HOPS, or all share its limits',
  )
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

// Next leaves upgrade requests that are not its own open, for another WebSocket server. There is none here, so close
// them.
function refuseUpgrades(server: Server): void {
  if (guarded.has(server) || getEnv().NODE_ENV === 'development') return
  guarded.add(server)
  server.prependListener('upgrade', (_request, socket: Socket) => socket.destroy())
}
