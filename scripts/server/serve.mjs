// The server of production and demo: the framework behind scripts/server/front.mjs. Usage: node scripts/server/serve.mjs HOST PORT
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import next from 'next'
import { root } from '../root.mjs'
import { freeAbortReasons } from './abort-reasons.mjs'
import { answerDirectly } from './direct.mjs'
import { createFront, isBrokenOff } from './front.mjs'
import { startTelemetry } from './telemetry.mjs'
import { warm } from './warm.mjs'

const [host, port] = process.argv.slice(2)
// How long the last metrics and traces may take when the server leaves.
const lastExportMs = 2_000
const drainMs = Number(process.env.DRAIN_SECONDS) * 1000

// V8 would let the heap grow to four times what is alive before it collects everything: DECISIONS.md has the numbers of less.
setFlagsFromString('--heap-growing-percent=80')
freeAbortReasons()
let handle
const telemetry = await startTelemetry(process.env, () => state())
const { server, leave, state } = createFront((request, response) => handle(request, response), { telemetry })
const app = next({ dev: false, dir: root, hostname: host, port: Number(port), httpServer: server })
await app.prepare()
// The framework logs each as an error or as an uncaught exception.
const { error: logError } = console
console.error = (...args) => isBrokenOff(args[0]) || logError.apply(console, args)
for (const listener of process.listeners('uncaughtException')) {
  process.off('uncaughtException', listener)
  process.on('uncaughtException', (error, ...rest) => isBrokenOff(error) || listener(error, ...rest))
}
handle = answerDirectly(app.getRequestHandler(), root)
await warm(handle)
await new Promise((resolve, reject) => server.once('error', reject).listen(Number(port), host, resolve))

// A person at the terminal does not want to wait; who operates the server sends SIGTERM.
process.on('SIGTERM', () => void end(drainMs))
process.on('SIGINT', () => void end(0))

let isEnding = false

async function end(patienceMs) {
  if (isEnding) return
  isEnding = true
  await leave(patienceMs)
  await app.close().catch(() => {})
  await Promise.race([telemetry?.stop(), sleep(lastExportMs)])
  process.exit(0)
}
