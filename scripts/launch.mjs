// Starts a server from a bare checkout. Development, demo and production differ in one line each of the table below. It imports
// nothing outside Node until the packages are installed.
import path from 'node:path'
import { createEnvFile, readEnvironment, validate } from './environment.mjs'
import { build, requireBuild } from './next-build.mjs'
import { findPort, waitForHttp } from './ports.mjs'
import { command, endWith, startServer } from './processes.mjs'
import { Problem } from './progress.mjs'
import { productName, root } from './root.mjs'
import { prepare, requirePackage } from './setup.mjs'

const next = path.join(root, 'node_modules/next/dist/bin/next')
const ownServer = path.join(root, 'scripts/server/serve.mjs')

const modes = {
  development: { nodeEnv: 'development', seeded: true },
  demo: { nodeEnv: 'production', seeded: true },
  production: { nodeEnv: 'production', seeded: false },
}

/** Runs the command of a mode: APP_MODE. */
export const launch = (mode) => command(() => serve(mode, modes[mode]))

async function serve(mode, { nodeEnv, seeded }) {
  const started = performance.now()
  await (mode === 'production' ? requireBuilt() : prepare())
  if (seeded) createEnvFile()
  const { real, found } = await readEnvironment({ dev: nodeEnv === 'development' })
  const fixed = { APP_MODE: mode, NODE_ENV: nodeEnv, NEXT_TELEMETRY_DISABLED: '1' }
  const env = await validate({ ...found, ...fixed })
  const host = (mode === 'production' && found.HOST) || '127.0.0.1'
  const port = await choosePort(mode, env.PORT, Boolean(found.PORT), host)
  const { openForDevelopment, openForProduction } = await import('./database-access.mjs')
  const database = await (seeded ? openForDevelopment(env) : openForProduction(env))
  if (database.ended) endWith(database.ended, 'The embedded database')

  // An empty value keeps Next from reading the owner's URL from a file.
  const urls = { DATABASE_URL: database.url, DATABASE_IDENTITY_URL: database.identityUrl, DATABASE_MIGRATION_URL: '' }
  const given = {
    ...fixed,
    ...urls,
    PORT: String(port),
    DRAIN_SECONDS: String(env.DRAIN_SECONDS),
    ...telemetryOf(found),
  }
  const accounts = seeded ? await seedDemo({ ...found, ...given }) : null
  if (mode === 'demo') await build({ ...real, ...given }, { whenStale: true })
  const [script, args] =
    mode === 'development' ? [next, ['dev', '-H', host, '-p', String(port)]] : [ownServer, [host, String(port)]]
  const server = startServer(script, args, { ...real, ...given })
  endWith(server.ended, 'The server')
  if (mode === 'development') await watchSchema(env.DATABASE_MIGRATION_URL ?? database.identityUrl)
  const url = found.APP_URL ? env.APP_URL : `http://localhost:${port}`
  await answer(`http://${/^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host}:${port}/sign-in`, server)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`\n  ${productName()} is ready after ${seconds} s: ${url}\n${accounts ? `\n${accounts}\n` : ''}`)
}

// The server needs them before the framework has read the files.
const telemetryOf = (found) =>
  Object.fromEntries(Object.entries(found).filter(([name]) => name === 'METRICS_TOKEN' || name.startsWith('OTEL_')))

// Production must use the given port, and so must a demo if PORT is set.
async function choosePort(mode, wanted, asked, host) {
  const exact = mode === 'production' || (mode === 'demo' && asked)
  const port = await findPort(wanted, { exact, host })
  if (port !== wanted) console.log(`! Port ${wanted} is in use: taking ${port} instead.`)
  return port
}

async function seedDemo(env) {
  const { seed } = await import('./seeding.mjs')
  return seed(env)
}

// Production starts with what was installed and built: it changes neither.
function requireBuilt() {
  requireBuild(process.env)
  requirePackage('next', 'npm ci --omit=dev')
}

async function watchSchema(url) {
  const { watchSchema: watch } = await import('./watch-schema.mjs')
  watch(url)
}

// A failing page does not stop the server, so that it can be repaired; the server has printed the reason.
async function answer(url, server) {
  const status = await waitForHttp(url, server)
  if (status === null) throw new Problem('The server did not start.')
  if (status !== 200) console.error(`! ${url} answers ${status}.`)
}
