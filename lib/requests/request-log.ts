// Gives every request an id, which its answer, its log lines, its problem document and its audit events share, and logs each request in
// production when it is answered.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getEnv } from '@/lib/env'
import { log, loggedPath } from '@/lib/log'
import { arrivalMark, requestIdHeader } from './trust'

type Exchange = { request: IncomingMessage; response: ServerResponse }

const begun = new WeakMap<IncomingMessage, { id: string; at: number }>()

// Probes and files of the build say nothing, many times a minute.
const quiet = /^\/(?:api\/(?:health|ready)$|_next\/static\/|metrics$)/

/** Installs ids and log for all servers of this process. */
export function logRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Exchange
    const id = crypto.randomUUID()
    begun.set(request, { id, at: performance.now() })
    // A client's value is overwritten.
    request.headers[requestIdHeader] = `${arrivalMark()}${id}`
    response.setHeader(requestIdHeader, id)
  })
  if (getEnv().APP_MODE !== 'production') return
  subscribe('http.server.response.finish', (message) => {
    const { request, response } = message as Exchange
    const { id, at } = begun.get(request) ?? {}
    const path = pathOf(request.url)
    const line = { request_id: id, method: request.method, path, status: response.statusCode, ms: since(at) }
    log[quiet.test(path) ? 'debug' : 'info'](line, 'request')
  })
}

const since = (at = performance.now()): number => Math.round(performance.now() - at)

const pathOf = (url = ''): string =>
  URL.canParse(url, 'http://server') ? loggedPath(new URL(url, 'http://server').href) : ''
