// Metrics and traces of the server, by OpenTelemetry. Nothing of it is loaded unless a variable asks for it:
//   METRICS_TOKEN                            GET /metrics in Prometheus' format, with this bearer token
//   OTEL_EXPORTER_OTLP_ENDPOINT and so on    traces and metrics to a collector, by OTLP over HTTP (protobuf)
import { createHash, timingSafeEqual } from 'node:crypto'
import { productName } from '../root.mjs'
import { refuse } from './refusals.mjs'

const defaultExportMs = 60_000

const isSent = (env, signal) =>
  env.OTEL_SDK_DISABLED !== 'true' &&
  env[`OTEL_${signal}_EXPORTER`] !== 'none' &&
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`])

/**
 * In: the environment, and the numbers of the server in front of the framework. Out: null if nothing is wanted; else `watch`, to call
 * for each request; `answerMetrics`, null without METRICS_TOKEN; and `stop`, which sends what is left.
 */
export async function startTelemetry(env, readFront) {
  const wanted = {
    token: env.METRICS_TOKEN || null,
    traces: isSent(env, 'TRACES'),
    metrics: isSent(env, 'METRICS'),
  }
  if (!wanted.token && !wanted.traces && !wanted.metrics) return null
  const resource = await describeResource(env)
  const stopTraces = wanted.traces ? await startTraces(resource) : () => {}
  const metrics = wanted.token || wanted.metrics ? await startMetrics(resource, env, wanted, readFront) : null
  return {
    watch: metrics?.watch ?? (() => {}),
    answerMetrics: wanted.token ? guarded(wanted.token, metrics.answer) : null,
    stop: () => Promise.allSettled([stopTraces(), metrics?.stop()]),
  }
}

async function describeResource(env) {
  const { detectResources, envDetector, resourceFromAttributes, serviceInstanceIdDetector } =
    await import('@opentelemetry/resources')
  const own = resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME || productName() })
  return detectResources({ detectors: [envDetector, serviceInstanceIdDetector] }).merge(own)
}

// The framework makes the spans of requests and pages as soon as there is a provider; lib/db/transaction.ts makes those of
// transactions.
async function startTraces(resource) {
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node')
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto')
  const { trace } = await import('@opentelemetry/api')
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [hidingSecrets(), new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register()
  const tracer = trace.getTracer('database')
  globalThis[Symbol.for('span')] = (name, work) =>
    tracer.startActiveSpan(name, (span) => work().finally(() => span.end()))
  return () => provider.shutdown()
}

// The framework writes the address of a request into its spans. A mailed link has its secret there.
function hidingSecrets() {
  const clean = (attributes = {}) => {
    for (const [key, value] of Object.entries(attributes))
      if (typeof value === 'string') attributes[key] = withoutSecrets(value)
  }
  const onEnd = (span) => {
    span.name = withoutSecrets(span.name)
    clean(span.attributes)
    for (const { attributes } of span.events) clean(attributes)
  }
  return { onStart() {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} }
}

/** In: a text with an address. Out: the same without a query, and without secrets in the path, as `loggedPath` of lib/log.ts. */
export const withoutSecrets = (text) =>
  text.replace(/\?\S*/g, '').replace(/(?<=\/invitations\/)[^/\s]+|(?<=\/)[^/\s]{40,}/g, '[hidden]')

async function startMetrics(resource, env, { token, metrics: isPushed }, readFront) {
  const { MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics')
  const readers = []
  let scraped
  if (token) {
    const { PrometheusExporter } = await import('@opentelemetry/exporter-prometheus')
    readers.push((scraped = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true })))
  }
  if (isPushed) {
    const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto')
    const exportIntervalMillis = Number(env.OTEL_METRIC_EXPORT_INTERVAL) || defaultExportMs
    const exportTimeoutMillis = Math.min(30_000, exportIntervalMillis)
    const exporter = new OTLPMetricExporter()
    readers.push(new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis }))
  }
  const provider = new MeterProvider({ resource, readers })
  const { createInstruments } = await import('./instruments.mjs')
  const { watch, stop } = createInstruments(provider.getMeter('server'), readFront)
  return {
    watch,
    answer: (request, response) => scraped.getMetricsRequestHandler(request, response),
    stop: () => {
      stop()
      return provider.shutdown()
    },
  }
}

function guarded(token, answer) {
  const hash = (text) => createHash('sha256').update(text).digest()
  const expected = hash(`Bearer ${token}`)
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { allow: 'GET, HEAD' })
    if (!timingSafeEqual(hash(request.headers.authorization ?? ''), expected))
      return refuse(response, 401, { 'www-authenticate': 'Bearer', 'cache-control': 'private, no-store' })
    response.setHeader('cache-control', 'private, no-store')
    return answer(request, response)
  }
}
