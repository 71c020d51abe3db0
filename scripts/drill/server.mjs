// The servers of a drill: the production build, started as `npm run demo` starts it, on a database that a drill can hurt.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { withClient } from '../connection.mjs'
import { provisionLogins } from '../logins.mjs'
import { migrate } from '../migrate.mjs'
import { findPort, waitForHttp } from '../ports.mjs'
import { beforeExit } from '../processes.mjs'
import { Problem } from '../progress.mjs'
import { root } from '../root.mjs'
import { seed } from '../seeding.mjs'

const metricsToken = 'a-token-of-the-drill'

const common = {
  NODE_ENV: 'production',
  APP_MODE: 'demo',
  AUTH_SECRET: 'only for the drill: 7f3kQ9vX2mB8tR4wZ1',
  ORG_TOKEN_TTL_SECONDS: '3600',
  RATE_LIMIT_SCALE: '1000000',
  LOG_LEVEL: 'warn',
  DRAIN_SECONDS: '2',
  METRICS_TOKEN: metricsToken,
  NEXT_TELEMETRY_DISABLED: '1',
  DATABASE_MIGRATION_URL: '',
}

/** A migrated database with the demo data. In: a superuser's URL. Out: the variables that name it for a server. */
export async function prepareDatabase(superuser) {
  const name = 'drill'
  await withClient(superuser, (client) => client.query(`create database ${name}`))
  const owner = Object.assign(new URL(superuser), { pathname: `/${name}` }).href
  await migrate(owner)
  const { url, identityUrl } = await provisionLogins(owner, { user: 'app_drill', password: 'of_the_drill' })
  const names = { DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl }
  const env = { ...process.env, ...common, ...names, APP_URL: 'http://localhost:4800' }
  await seed(env, [])
  return { ...names, owner }
}

/** In: the URL of a database. Out: a function that sends a statement on a connection of its own and gives its rows. */
export const queryOf = (url) => (text, values) =>
  withClient(url, async (client) => (await client.query(text, values)).rows)

/** Starts a server and waits until it is ready. `APP_URL` must be the same for servers that share a database. */
export async function startServer(env, { port: wanted = 4800, flags = [] } = {}) {
  const port = await findPort(wanted)
  const url = `http://127.0.0.1:${port}`
  const log = path.join(os.tmpdir(), `drill-server-${process.pid}-${port}.log`)
  const out = fs.openSync(log, 'a')
  const args = [
    ...flags,
    '--import',
    path.join(root, 'scripts/die-with-parent.mjs'),
    path.join(root, 'scripts/server/serve.mjs'),
    '127.0.0.1',
    String(port),
  ]
  const own = { PORT: String(port), APP_URL: url, COMMAND_PID: String(process.pid) }
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...common, ...own, ...env },
    stdio: ['ignore', out, out, 'ipc'],
  })
  fs.closeSync(out)
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
  beforeExit(async () => {
    child.kill('SIGKILL')
    fs.rmSync(log, { force: true })
  })
  const status = await waitForHttp(`${url}/api/ready`, { ended, timeoutMs: 60_000 })
  if (status === null) throw new Problem(`A server did not start:\n${fs.readFileSync(log, 'utf8').slice(-2000)}`)
  const kill = (signal) => {
    child.kill(signal)
    return ended
  }
  return { url, port, pid: child.pid, ended, kill, log: () => fs.readFileSync(log, 'utf8') }
}
