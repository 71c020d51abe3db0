// Load for a local server. A closed loop sends as fast as the server answers and shows its throughput. An open loop sends at a
// fixed rate and shows how long callers wait; a closed one would hide the queue.
import http from 'node:http'
import autocannon from 'autocannon'

const openLoopSockets = 256
const drainMs = 10_000

/**
 * Sends `requests` in turn over `connections`, each starting elsewhere in the list; or `next()`, each of which once. Out: the
 * answers, how many of them were right, right ones/s and what failed.
 */
export async function closedLoop(port, { requests, next, connections, seconds, ...wanted }) {
  let [started, answered, right] = [0, 0, 0]
  const onResponse = (status, body) => {
    answered++
    if (isRight({ status, body }, wanted)) right++
  }
  const list = (requests ?? []).map(({ method = 'GET', path, headers = {}, body }) => {
    return { method, path, headers, body, onResponse }
  })
  const setupClient = (client) => {
    const at = Math.floor((started++ * list.length) / connections) % list.length
    if (next) client.setRequests([{ setupRequest: (request) => ({ ...request, ...next() }), onResponse }])
    else client.setRequests([...list.slice(at), ...list.slice(0, at)].map((request) => ({ ...request })))
  }
  const url = `http://127.0.0.1:${port}`
  const result = await autocannon({ url, connections, duration: seconds, timeout: 20, setupClient })
  return { answered, right, perSecond: right / result.duration, errors: answered - right + result.errors }
}

/** Next sends a page that fails while it streams with status 200, so the text decides too. */
export const isRight = (answer, { status = 200, expect = '' }) =>
  answer.status === status && answer.body.includes(expect)

/** Sends one request every 1/rate seconds. Out: the ms that each waited from the moment it was due, and what failed. */
export async function openLoop(port, { requests, next, rate, total, ...wanted }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: openLoopSockets })
  const waits = []
  const pending = new Set()
  let errors = 0
  const started = performance.now()
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * rate) + 1)
    while (sent < due) {
      const dueAt = started + (sent / rate) * 1000
      const answer = fetchOne(port, next ? next() : requests[sent % requests.length], agent)
        .then((response) => {
          waits.push(performance.now() - dueAt)
          if (!isRight(response, wanted)) errors++
        })
        .catch(() => errors++)
        .finally(() => pending.delete(answer))
      pending.add(answer)
      sent++
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const late = setTimeout(() => agent.destroy(), drainMs)
  await Promise.all(pending)
  clearTimeout(late)
  agent.destroy()
  return { waits, errors }
}

/** One request, its whole answer read. */
export function fetchOne(port, { method = 'GET', path, headers = {}, body }, agent) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...headers, ...length },
      agent,
      timeout: 30_000,
    }
    const request = http.request(options, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.on('timeout', () => request.destroy(new Error('no answer for 30 s')))
    request.on('error', reject)
    request.end(body)
  })
}
