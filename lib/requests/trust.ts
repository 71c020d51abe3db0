// What can be believed of a request. Forwarded headers count only from trusted hops: `harden.ts` has resolved them
// into one internal header before any code runs. A browser's mutation must come from our own origin.
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Set for every request by lib/requests/harden.ts, over whatever the client sent. */
export const clientAddressHeader = 'x-client-address'

/** The path and query of the page that was asked for: set by middleware.ts over whatever the client sent. */
export const pagePathHeader = 'x-page-path'

/** Begins the header's value, so that a client cannot write it in the moment before anybody corrects requests. */
export function arrivalMark(): string {
  const shared = globalThis as { arrivalMark?: string }
  return (shared.arrivalMark ??= `${crypto.randomUUID()} `)
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** In: an Origin header. True for the origin of APP_URL; where that is this machine, also under its other names. */
export function isOwnOrigin(origin: string): boolean {
  const own = new URL(getEnv().APP_URL)
  if (origin === own.origin) return true
  if (!loopback.has(own.hostname) || !URL.canParse(origin)) return false
  const other = new URL(origin)
  return (
    other.origin === origin &&
    loopback.has(other.hostname) &&
    other.port === own.port &&
    other.protocol === own.protocol
  )
}

/**
 * True unless the request comes from another site's page. A request that carries a cookie must prove where it comes from
 * (`required`), by Origin or, where a browser sends none, by Sec-Fetch-Site; Referer proves nothing.
 */
export function comesFromOwnOrigin(headers: Headers, { required }: { required: boolean }): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  return origin === null ? site === 'same-origin' || (site === null && !required) : isOwnOrigin(origin)
}

/** Throws cross_origin for a request of another site's page. */
export function assertSameOrigin(headers: Headers, options: { required: boolean }): void {
  if (!comesFromOwnOrigin(headers, options)) throw new AppError('cross_origin')
}

/** The network that a request comes from: an IPv4 address, or the /64 of an IPv6 one, which one person may own whole. */
export function clientNetwork(headers: Headers): string {
  const address = clientAddress(headers)
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The address of the client, or `unknown` where nobody wrote it who may. */
export function clientAddress(headers: Headers): string {
  const value = headers.get(clientAddressHeader) ?? ''
  const address = value.startsWith(arrivalMark()) ? value.slice(arrivalMark().length) : 'unknown'
  return address.replace(/^::ffff:(?=\d+\.)/, '')
}

/** Where a request came from, for the audit trail; `requestId` is the one that its answer names. */
export function originOf(headers: Headers, requestId: string = crypto.randomUUID()) {
  const address = clientAddress(headers)
  return { ip: address === 'unknown' ? null : address, requestId }
}
