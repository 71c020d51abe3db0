// The HTTP server in front of the framework. It bounds what is worked on at once, answers 503 early when that is not enough, and
// leaves without losing a request.
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAdmission } from './admission.mjs'
import { createBodies } from './bodies.mjs'
import { createCallers } from './callers.mjs'
import { joinWrites } from './join-writes.mjs'
import { answerOddRequest } from './odd-requests.mjs'
import { answerOutages } from './outages.mjs'
import { refuseBusy } from './refusals.mjs'
import { onceWritten } from './written.mjs'

// Requests that have begun are finished within this time when the server leaves.
const lastRequestsMs = 25_000

// Longer than a balancer keeps an idle connection (60 s in nginx and AWS), so that none is closed under a request that reuses it.
const idleConnectionMs = 75_000

// So much of an answer is taken before its sender waits for the client: most pages, which so leave in one piece.
const pageBytes = 64 * 1024

// Probes must be answered under every load, and files of the build cost nothing. A path with dots may lead anywhere.
const unbounded = (path) =>
  path === '/api/health' || path === '/api/ready' || (path.startsWith('/_next/static/') && !dotSegment.test(path))
const dotSegment = /[/\\](?:\.|%2e){1,2}(?:[/\\]|%2f|%5c|$)/i

/**
 * In: the framework's request handler, and optionally how late the event loop is (milliseconds), what telemetry.mjs returns, and other
 * limits than those of bodies.mjs and written.mjs. Out: a server that does not listen yet; `state`, the numbers of its requests; and `leave`.
 * @param {any} handle
 * @param {{ readDelayMs?: () => number, telemetry?: any, limits?: object }} [options]
 */
export function createFront(handle, { readDelayMs = delayReader(), telemetry = null, limits = {} } = {}) {
  const callers = createCallers()
  const admission = createAdmission({ readDelayMs })
  const bodies = createBodies(limits)
  const refused = { busy: 0, leaving: 0 }
  let isLeaving = false

  const server = http.createServer({ highWaterMark: pageBytes }, (request, response) => {
    if (isLeaving) response.setHeader('connection', 'close')
    const { socket } = request
    joinWrites(response)
    response.once('finish', () => readRest(request, socket))
    const path = request.url.replace(/\?.*/s, '')
    telemetry?.watch(request, response, path)
    if (answerOddRequest(request, response)) return
    if (isLeaving && path === '/api/ready') refuse(request, response, 'leaving')
    else if (telemetry?.answerMetrics && path === '/metrics') telemetry.answerMetrics(request, response)
    else if (unbounded(path)) {
      onceWritten(response, () => {}, limits)
      void answer(handle, request, response, {})
    } else void answerInTurn(request, response)
  })
  server.keepAliveTimeout = idleConnectionMs
  // Browsers open connections before they need them. Node calls such a connection a waiting one, and not an idle one.
  const connections = new Set()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  async function answerInTurn(request, response) {
    const letGo = await bodies.arrive(request)
    if (!letGo) return refuse(request, response, 'busy')
    const { lane, learn, forget } = callers.identify(request)
    const release = await admission.enter(lane)
    letGo()
    if (!release) return refuse(request, response, 'busy')
    if (request.destroyed || response.destroyed) return release()
    let isFound = false
    const found = (organization) => {
      isFound = true
      learn(organization)
    }
    const state = { found }
    onceWritten(response, release, limits)
    // A former member must not hold the organization's places. Whom the database could not answer is a member as before.
    response.once('finish', () => isFound || state.isUnavailable || response.statusCode === 503 || forget())
    bodies.limitRest(request, response)
    await answer(handle, request, response, state)
  }

  function refuse(request, response, reason) {
    refused[reason]++
    refuseBusy(request, response)
  }

  /**
   * Stops the server. For the first milliseconds it goes on answering while /api/ready is red, so that a balancer sends nothing more;
   * then it accepts no connection, and finishes what has begun.
   */
  async function leave(drainMs) {
    isLeaving = true
    await sleep(drainMs)
    const closed = new Promise((resolve) => server.close(resolve))
    globalThis[Symbol.for('end-streams')]?.()
    server.closeIdleConnections()
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    await Promise.race([closed, sleep(lastRequestsMs)])
    admission.stop()
  }

  return { server, leave, state: () => ({ ...admission.state(), refused }) }
}

// Reads the rest of a body that was refused half-way: until it is read, the next request on the connection is not seen. A reader that
// gave up leaves its listener, and with a listener Node would not discard the rest. Node itself ends a request that takes too long.
function readRest(request, socket) {
  if (request.complete) return
  // Nothing more can be read from it.
  if (request.destroyed) return socket.destroySoon()
  request.removeAllListeners('readable')
  request.resume()
}

/** Whether an error says that a client has left in the middle of its request, which is no mistake of ours. */
export const isBrokenOff = (error) => error?.code === 'ECONNRESET' && error.message === 'aborted'

// lib/db/answering.ts writes to it what the application finds out while it answers.
const answering = new AsyncLocalStorage()
globalThis[Symbol.for('answering')] = answering

async function answer(handle, request, response, state) {
  answerOutages(request, response, state)
  // A script that navigates, or calls an action, gets 200 and what it shows instead: of another status it shows nothing.
  const { headers } = request
  state.miss = () => {
    if (headers.rsc === undefined && headers['next-action'] === undefined) response.statusCode = 404
  }
  try {
    await answering.run(state, () => handle(request, response))
  } catch (error) {
    if (!isBrokenOff(error)) console.error(error)
    if (!response.headersSent) response.statusCode = 500
    response.end()
  }
}

// The 90th percentile since it was last read, without the timer's own interval.
function delayReader() {
  const resolution = 10
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  return () => {
    const delay = histogram.count > 0 ? histogram.percentile(90) / 1e6 - resolution : 0
    histogram.reset()
    return delay
  }
}
