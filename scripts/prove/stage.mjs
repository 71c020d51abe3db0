// Where a run takes place: its own fresh database, and the production server on loopback with nothing relaxed but the rate limits.
import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { tsImport } from 'tsx/esm/api'
import { startEmbeddedDatabase } from '../database.mjs'
import { createFreshDatabase } from '../fresh-database.mjs'
import { provisionLogins } from '../logins.mjs'
import { migrate } from '../migrate.mjs'
import { findPort, waitForHttp } from '../ports.mjs'
import { beforeExit } from '../processes.mjs'
import { Problem } from '../progress.mjs'
import { root } from '../root.mjs'

const guard = ['--import', pathToFileURL(path.join(root, 'scripts/die-with-parent.mjs')).href]

/**
 * A migrated database: embedded, or new on the server of `server` (a superuser's URL). Out: the owner's open client, the URLs of
 * the application's two logins, whether they are weak, and `stop`. `migrations` replaces those of prisma/migrations.
 */
export async function openDatabase({ server, migrations } = {}) {
  const { url, stop } = server ? await createFreshDatabase(server) : await startEmbeddedDatabase({ dataDir: null })
  await migrate(url, migrations)
  const logins = server ? await weakLogins(url) : { url, identityUrl: url }
  const owner = await connect(url)
  await configure(owner)
  const close = async () => {
    await owner.end().catch(() => {})
    await stop()
    if (server) await dropLogins(server, logins)
  }
  return { owner, ownerUrl: url, logins, isReal: Boolean(server), stop: close }
}

/** An open client that does not end this process when the database goes. */
export async function connect(url) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

const weakLogins = (url) => {
  const name = `prove_${randomBytes(5).toString('hex')}`
  return provisionLogins(url, { user: name, password: randomBytes(12).toString('hex') })
}

async function dropLogins(server, { url, identityUrl }) {
  const client = await connect(server)
  const names = [url, identityUrl].map((each) => pg.escapeIdentifier(new URL(each).username))
  await client.query(`drop role if exists ${names.join(', ')}`)
  await client.end()
}

// What a server writes at its start. The database part needs it before there is a server.
async function configure(owner) {
  const { builtInRoleKeys } = await tsImport('../../lib/permissions/roles.ts', import.meta.url)
  await owner.query('update settings set built_in_roles = $1, restorable_days = 30, slug_kept_days = 90', [
    [...builtInRoleKeys],
  ])
}

// Empty, so that neither this shell nor a .env file fills them in.
const unset = [
  'AUTH_GOOGLE_ID',
  'AUTH_GOOGLE_SECRET',
  'AUTH_GITHUB_ID',
  'AUTH_GITHUB_SECRET',
  'AUTH_OIDC_ISSUER',
  'AUTH_OIDC_ID',
  'AUTH_OIDC_SECRET',
  'BOOTSTRAP_OWNER_EMAIL',
  'DATABASE_MIGRATION_URL',
  'REDIS_URL',
  'SMTP_URL',
]

/** The settings of the server, and of the modules of the application that this process loads. */
export async function surroundings() {
  const port = await findPort(4390)
  const origin = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    APP_MODE: 'production',
    APP_URL: origin,
    PORT: String(port),
    AUTH_SECRET: randomBytes(33).toString('base64'),
    NEXT_TELEMETRY_DISABLED: '1',
    RATE_LIMIT_SCALE: '1000000',
    ORG_TOKEN_AUDIENCES: origin,
    DRAIN_SECONDS: '0',
    LOG_LEVEL: 'warn',
    TENANCY_MODE: 'multiple',
    SIGN_UP: 'open',
    SIGN_UP_PROOF_OF_WORK: 'off',
    ...Object.fromEntries(unset.map((name) => [name, ''])),
  }
  return { port, origin, env }
}

/** Starts the build of `folder`. Out: everything that it logs, as a growing text, and `stop`. */
export async function startServer({ folder = root, port, env, logins }) {
  const urls = { DATABASE_URL: logins.url, DATABASE_IDENTITY_URL: logins.identityUrl }
  const script = path.join(folder, 'scripts/server/serve.mjs')
  const child = spawn(process.execPath, [...guard, script, '127.0.0.1', String(port)], {
    cwd: folder,
    env: { ...env, ...urls, COMMAND_PID: String(process.pid) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const server = { log: '', stop }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (server.log += chunk))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  async function stop() {
    child.kill('SIGINT')
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(timer)
  }
  beforeExit(stop)
  const status = await firstReady(`http://127.0.0.1:${port}/api/ready`, ended)
  if (status !== 200) throw new Problem(`The server did not start (${status}):\n${server.log.slice(-3000)}`)
  return server
}

// A server that has just begun to listen may still answer 503.
async function firstReady(url, ended) {
  const until = Date.now() + 120_000
  let status = 503
  while (status === 503 && Date.now() < until) {
    status = await waitForHttp(url, { ended })
    if (status === 503) await sleep(200)
  }
  return status
}
