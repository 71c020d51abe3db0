// The server of production and demo: the framework behind scripts/server/front.mjs. Usage: node scripts/server/serve.mjs HOST PORT
import next from 'next'
import { root } from '../root.mjs'
import { createFront } from './front.mjs'

const [host, port] = process.argv.slice(2)
const drainMs = Number(process.env.DRAIN_SECONDS) * 1000

let handle
const { server, leave } = createFront((request, response) => handle(request, response))
const app = next({ dev: false, dir: root, hostname: host, port: Number(port), httpServer: server })
await app.prepare()
handle = app.getRequestHandler()
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
  process.exit(0)
}
