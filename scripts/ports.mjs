// Finds a free port, and waits for a server to answer.
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from './progress.mjs'

/** The wanted port if it is free, else the next free one, or a problem if no other port is allowed. */
export async function findPort(wanted, { exact = false, host = '127.0.0.1' } = {}) {
  for (let port = wanted; port <= Math.min(wanted + 100, 65535); port++) {
    if (await isFree(port, host)) return port
    if (exact) throw new Problem(`Port ${wanted} is in use. Stop what listens there, or set PORT to another one.`)
  }
  throw new Problem(`No port is free from ${wanted} to ${wanted + 100}.`)
}

/**
 * Waits for the first answer of a URL. Out: its status, or null if the server ended or the time is up.
 * @param {string} url
 * @param {{ timeoutMs?: number, ended?: Promise<unknown> }} [options]
 */
export async function waitForHttp(url, { timeoutMs = 120_000, ended } = {}) {
  const gone = new AbortController()
  void ended?.then(() => gone.abort())
  const over = AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)])
  while (!over.aborted) {
    const response = await fetch(url, { redirect: 'manual', signal: over }).catch(() => null)
    await response?.body?.cancel()
    if (response) return response.status
    await sleep(200)
  }
  return null
}

// Listening on 127.0.0.1 can succeed next to a server on all addresses, so try to connect first.
async function isFree(port, host) {
  return !(await answers(port)) && (await canListen(port, host))
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const canListen = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
