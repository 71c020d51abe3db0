// What is measured. The names follow OpenTelemetry's semantic conventions where there is one; Prometheus shows them with underscores.
// No label holds an id, an address or a path, so that there are few series.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
// A database that is away must not hold up the answer.
const patienceMs = 1_000

const kinds = [
  ['probe', /^\/api\/(?:health|ready)$/],
  ['file', /^\/_next\/|^\/[\w.-]+\.\w+$/],
  ['api', /^\/(?:api|\.well-known)\//],
]
/** In: a path. Out: page, api, file or probe. */
const kindOf = (path) => kinds.find(([, pattern]) => pattern.test(path))?.[0] ?? 'page'
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** In: a meter, and the numbers of the server. Out: `watch`, to call for each request, and `stop`. */
export function createInstruments(meter, readFront) {
  const durations = meter.createHistogram('http.server.request.duration', {
    description: 'Duration of requests, by kind, method and status.',
    unit: 's',
    advice: { explicitBucketBoundaries: buckets },
  })
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const gauges = createGauges(meter)
  meter.addBatchObservableCallback(async (result) => {
    const observe = (name, value, attributes) => result.observe(gauges[name], value, attributes)
    observeProcess(observe, delay)
    observeFront(observe, readFront())
    observeApplication(observe, await readApplication())
  }, Object.values(gauges))

  const watch = (request, response, path) => {
    const began = performance.now()
    response.once('close', () =>
      durations.record((performance.now() - began) / 1000, {
        kind: kindOf(path),
        'http.request.method': methods.has(request.method) ? request.method : '_OTHER',
        'http.response.status_code': response.statusCode,
      }),
    )
  }
  return { watch, stop: () => delay.disable() }
}

const createGauges = (meter) => ({
  requests: meter.createObservableGauge('http.server.active_requests', {
    description: 'Requests that are worked on, and those that wait for a place.',
  }),
  places: meter.createObservableGauge('server.places', { description: 'How many requests may be worked on at once.' }),
  refused: meter.createObservableCounter('server.refused', {
    description: 'Requests refused with 503, because all places were taken or the server was leaving.',
  }),
  delay: meter.createObservableGauge('nodejs.eventloop.delay', { description: 'Since the last reading.', unit: 's' }),
  memory: meter.createObservableGauge('process.memory', { description: 'Memory of the process.', unit: 'By' }),
  cpu: meter.createObservableCounter('process.cpu.time', { description: 'Processor time used.', unit: 's' }),
  uptime: meter.createObservableGauge('process.uptime', { description: 'Time since the start.', unit: 's' }),
  connections: meter.createObservableGauge('db.client.connection.count', {
    description: 'Connections to Postgres by pool and state.',
  }),
  waiting: meter.createObservableGauge('db.client.connection.pending_requests', {
    description: 'Transactions that wait for a connection.',
  }),
  jobRuns: meter.createObservableCounter('jobs.runs', { description: 'Runs of each background job.' }),
  jobFailures: meter.createObservableCounter('jobs.failures', { description: 'Failed runs of each background job.' }),
  jobMissed: meter.createObservableGauge('jobs.missed', {
    description: '1 if the last run of the job failed, or none worked for longer than its interval.',
  }),
  jobSuccess: meter.createObservableGauge('jobs.last_success', {
    description: 'When the job worked last, in Unix time.',
    unit: 's',
  }),
  mails: meter.createObservableGauge('outbox.mails', { description: 'Mails that wait to be sent.' }),
  mailAge: meter.createObservableGauge('outbox.oldest.age', { description: 'Age of the oldest of them.', unit: 's' }),
})

function observeProcess(observe, delay) {
  for (const percent of [50, 90, 99]) {
    const seconds = delay.count > 0 ? Math.max(0, delay.percentile(percent) / 1e9 - 0.01) : 0
    observe('delay', seconds, { quantile: String(percent / 100) })
  }
  delay.reset()
  const { rss, heapUsed, external } = process.memoryUsage()
  for (const [kind, bytes] of Object.entries({ rss, heap: heapUsed, external })) observe('memory', bytes, { kind })
  const { user, system } = process.cpuUsage()
  observe('cpu', user / 1e6, { mode: 'user' })
  observe('cpu', system / 1e6, { mode: 'system' })
  observe('uptime', process.uptime())
}

function observeFront(observe, { bound, running, waiting, refused }) {
  observe('places', bound)
  observe('requests', running, { state: 'running' })
  observe('requests', waiting, { state: 'waiting' })
  for (const [reason, count] of Object.entries(refused)) observe('refused', count, { reason })
}

function observeApplication(observe, { pools = [], jobs = [], outbox }) {
  for (const { pool, used, idle, waiting } of pools) {
    observe('connections', used, { pool, state: 'used' })
    observe('connections', idle, { pool, state: 'idle' })
    observe('waiting', waiting, { pool })
  }
  for (const { name: job, runs, failures, isMissed, lastSuccessAt } of jobs) {
    observe('jobRuns', runs, { job })
    observe('jobFailures', failures, { job })
    observe('jobMissed', isMissed ? 1 : 0, { job })
    if (lastSuccessAt !== null) observe('jobSuccess', lastSuccessAt / 1000, { job })
  }
  if (!outbox) return
  observe('mails', outbox.waiting)
  observe('mailAge', outbox.oldestSeconds)
}

// lib/server/state.ts sets it when the application has started.
async function readApplication() {
  const read = globalThis[Symbol.for('application-state')]
  return read ? read(patienceMs).catch(() => ({})) : {}
}
