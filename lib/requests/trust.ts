// What a request proves about its origin. Forwarded headers count only from trusted proxies: `harden.ts` has put the
// client's address into one internal header. A browser's mutation must come from our own origin.
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Set for every request by lib/requests/harden.ts; a client's value is overwritten. */
export const clientAddressHeader = 'x-client-address'

/** The id of a request, set by lib/requests/request-log.ts; a client's value is overwritten. */
export const requestIdHeader = 'x-request-id'

/** The path and query of the requested page, set by middleware.ts or signed-in-pages.ts; a client's value is overwritten. */
export const pagePathHeader = 'x-page-path'

/** Set by signed-in-pages.ts for a request that skips middleware.ts; a client's value is deleted. */
export const preparedPageHeader = 'x-page-prepared'

/** Headers that a page trusts, and that no client may set. */
export const internalHeaders = [
  'x-nonce',
  'x-middleware-subrequest',
  'x-forwarded-host',
  'x-original-url',
  'x-rewrite-url',
  pagePathHeader,
]

/** The session cookie, over http and https. */
export const sessionCookies = ['session', '__Host-session']

/** The paths of pages that need a session. */
export const signedInPages = /^\/(o|organizations|account)(\/|$)/

/** The method of a request that no route knows, set by lib/requests/methods.ts; a client's value is deleted. */
export const refusedMethodHeader = 'x-refused-method'

/** A secret prefix of the header's value, so that a client cannot forge the header before harden.ts is installed. */
export function arrivalMark(): string {
  const shared = globalThis as { arrivalMark?: string }
  return (shared.arrivalMark ??= `${crypto.randomUUID()} `)
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for the origin of APP_URL; on this machine also for its other names (localhost, 127.0.0.1, [::1]). */
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
 * False for a request from another site's page. A change with a cookie must prove its origin (`required`) by Origin, or by
 * Sec-Fetch-Site if the browser sends no Origin; a download may also come from a program, or from an address that a person
 * opened by hand. Referer proves nothing.
 */
export function comesFromOwnOrigin(headers: Headers, { required }: { required: boolean }): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (origin !== null) return isOwnOrigin(origin)
  return site === 'same-origin' || (!required && (site === null || site === 'none'))
}

/** Throws cross_origin for a request from another site's page. */
export function assertSameOrigin(headers: Headers, options: { required: boolean }): void {
  if (!comesFromOwnOrigin(headers, options)) throw new AppError('cross_origin')
}

/** The client's network, by its address. */
export const clientNetwork = (headers: Headers): string => networkOf(clientAddress(headers))

// A socket of both families names an IPv4 address in the form of the other.
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')

/** In: an address. Out: the same for IPv4, the /64 of an IPv6 address, because one person may own a whole /64. */
export function networkOf(address: string): string {
  const plain = unmapped(address)
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The client's address, or `unknown` if harden.ts did not set it. */
export function clientAddress(headers: Headers): string {
  const value = headers.get(clientAddressHeader) ?? ''
  const address = value.startsWith(arrivalMark()) ? value.slice(arrivalMark().length) : 'unknown'
  return unmapped(address)
}

/** The id of a request: a new one if request-log.ts did not set it. */
export function requestIdOf(headers: Headers): string {
  const value = headers.get(requestIdHeader) ?? ''
  return value.startsWith(arrivalMark()) ? value.slice(arrivalMark().length) : crypto.randomUUID()
}

/** The origin of a request for the audit log; `requestId` is the id in the answer. */
export function originOf(headers: Headers, requestId: string = requestIdOf(headers)) {
  const address = clientAddress(headers)
  return { ip: address === 'unknown' ? null : address, requestId }
}
