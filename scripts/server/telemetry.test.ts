// Metrics and traces, with a collector on loopback in place of a real one.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { trace } from '@opentelemetry/api'
import { transaction } from '@/lib/db/transaction'
import { loggedPath } from '@/lib/log'
import { createFront } from './front.mjs'
import { startTelemetry, withoutSecrets } from './telemetry.mjs'

const numbers = () => ({ bound: 16, running: 1, waiting: 2, refused: { busy: 3, leaving: 0 } })
const listen = async (server: http.Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A collector. Out: its address, and what it got: path and protobuf. */
async function collect() {
  const got: { path: string; body: Buffer; type: unknown }[] = []
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      got.push({ path: request.url!, body: Buffer.concat(chunks), type: request.headers['content-type'] })
      response.end()
    })
  })
  return { got, url: await listen(server) }
}

async function startFront(env: Record<string, string>) {
  const telemetry = await startTelemetry(env, numbers)
  onTestFinished(async () => void (await telemetry?.stop()))
  const handle = (_request: IncomingMessage, response: ServerResponse) => {
    response.statusCode = 404
    response.end('not found')
  }
  const url = await listen(createFront(handle, { readDelayMs: () => 0, telemetry }).server)
  return { telemetry, get: (path: string, headers = {}) => fetch(url + path, { headers }) }
}

afterEach(() => {
  trace.disable()
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('application-state')]
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('span')]
  vi.unstubAllEnvs()
})

describe('/metrics', () => {
  const METRICS_TOKEN = 'a token of the tests'
  const authorization = `Bearer ${METRICS_TOKEN}`

  it('is not there without METRICS_TOKEN, and nothing is measured', async () => {
    const { get, telemetry } = await startFront({})
    expect([(await get('/metrics', { authorization: 'Bearer ' })).status, telemetry]).toEqual([404, null])
  })

  it.each([[{}], [{ authorization: 'Bearer ' }], [{ authorization: 'Bearer another token' }]])(
    'tells nothing without the token: %o',
    async (headers) => {
      const { get } = await startFront({ METRICS_TOKEN })
      const response = await get('/metrics', headers)
      expect([response.status, await response.text()]).toEqual([401, ''])
    },
  )

  it('shows requests, refusals, the event loop, connections, jobs and the outbox', async () => {
    const state = {
      pools: [{ pool: 'tenant', used: 4, idle: 6, waiting: 1 }],
      jobs: [{ name: 'trimming', runs: 2, failures: 1, isMissed: true, lastSuccessAt: 1_000_000 }],
      outbox: { waiting: 7, oldestSeconds: 90 },
    }
    Object.assign(globalThis, { [Symbol.for('application-state')]: async () => state })
    const { get } = await startFront({ METRICS_TOKEN })
    await get('/o/acme?secret=1')
    await get('/api/v1/members')
    const text = await (await get('/metrics', { authorization })).text()
    for (const line of [
      /^http_server_request_duration_count\{kind="page",http_request_method="GET",http_response_status_code="404"\} 1$/m,
      /^http_server_request_duration_bucket\{kind="api",.*le="0\.25"\} 1$/m,
      /^server_refused_total\{reason="busy"\} 3$/m,
      /^http_server_active_requests\{state="waiting"\} 2$/m,
      /^nodejs_eventloop_delay\{quantile="0\.99"\} /m,
      /^db_client_connection_count\{pool="tenant",state="used"\} 4$/m,
      /^jobs_missed\{job="trimming"\} 1$/m,
      /^jobs_last_success\{job="trimming"\} 1000$/m,
      /^outbox_mails 7$/m,
      /^outbox_oldest_age 90$/m,
    ])
      expect(text).toMatch(line)
    expect(text).not.toContain('acme')
  })

  it('answers while the application cannot', async () => {
    Object.assign(globalThis, { [Symbol.for('application-state')]: async () => Promise.reject(new Error('away')) })
    const { get } = await startFront({ METRICS_TOKEN })
    expect(await (await get('/metrics', { authorization })).text()).toContain('process_memory')
  })
})

describe('a collector', () => {
  it('gets the traces of transactions and the metrics by the standard variables', async () => {
    const { got, url } = await collect()
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url)
    vi.stubEnv('OTEL_SERVICE_NAME', 'a shop')
    const { get, telemetry } = await startFront(process.env as Record<string, string>)
    await get('/o/acme')
    const begin = { text: 'select 1', values: [], role: 'identity' }
    await transaction(
      'identity',
      () => begin,
      async () => {},
    )
    await telemetry!.stop()
    const sent = (path: string) =>
      Buffer.concat(got.filter((each) => each.path === path).map(({ body }) => body)).toString('latin1')
    expect(got.every(({ type }) => type === 'application/x-protobuf')).toBe(true)
    expect(sent('/v1/traces')).toMatch(/a shop[^]*transaction identity/)
    expect(sent('/v1/metrics')).toMatch(/a shop[^]*http\.server\.request\.duration/)
  })

  it('gets no secret of an address that the framework traces', async () => {
    const { got, url } = await collect()
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url)
    const telemetry = await startTelemetry({ ...process.env, OTEL_METRICS_EXPORTER: 'none' }, numbers)
    const secret = 'a'.repeat(43)
    const paths = [`/reset-password?token=${secret}`, `/invitations/${secret}`, '/api/invitations/short/accept']
    for (const path of paths) {
      const span = trace.getTracer('next.js').startSpan(`GET ${path}`, { attributes: { 'http.target': path } })
      span.recordException(new Error(`Invalid address ${path}`))
      span.end()
    }
    await telemetry!.stop()
    const sent = Buffer.concat(got.map(({ body }) => body)).toString('latin1')
    expect(sent).toContain('GET /reset-password')
    expect(sent).toContain('/api/invitations/[hidden]/accept')
    expect(sent).not.toMatch(/a{43}|short/)
    for (const path of paths) expect(withoutSecrets(path)).toBe(loggedPath(`http://localhost${path}`))
  })

  it('gets nothing that is turned off', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }
    expect(await startTelemetry({ ...env, OTEL_SDK_DISABLED: 'true' }, numbers)).toBeNull()
    const off = { ...env, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' }
    expect(await startTelemetry(off, numbers)).toBeNull()
  })
})
