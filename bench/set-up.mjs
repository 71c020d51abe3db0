// The set-up before the first measurement: both builds, a database with data, both servers.
import { randomBytes } from 'node:crypto'
import { build } from '../scripts/next-build.mjs'
import { createFreshDatabase } from '../scripts/fresh-database.mjs'
import { provisionLogins } from '../scripts/logins.mjs'
import { migrate } from '../scripts/migrate.mjs'
import { findPort } from '../scripts/ports.mjs'
import { step } from '../scripts/progress.mjs'
import { startRealPostgres } from '../scripts/real-postgres.mjs'
import { loadData, loadPeople, signEverybodyIn } from './data.mjs'
import { median } from './numbers.mjs'
import { buildFloor, floorFolder, startNext } from './servers.mjs'
import { settings, startCounting } from './statements.mjs'

const coldStarts = 3

/** Out: both servers, the database, the signed-in people, and the time of a server to its first answer. */
export async function setUp({ trails }) {
  const postgres = await step('Postgres', () => startRealPostgres({ settings }))
  const { port, origin, env } = await surroundings()
  const database = await step('Data', () =>
    openDatabase({ url: postgres.url, counted: true }, env, (owner, all) => loadData(owner, all, { trails })),
  )
  const served = { port, env: { ...env, ...database.urls }, ready: '/api/ready' }
  await build(served.env, { whenStale: true })
  await step('Build of the floor', () => buildFloor({ ...process.env, NEXT_TELEMETRY_DISABLED: '1' }))
  const bare = { port: await findPort(port + 1), env: process.env, folder: floorFolder, ready: '/constant' }
  const app = await step('Cold starts', () => startCold(served))
  const floor = await step('Cold starts of the floor', () => startCold(bare))
  const people = await step('Sign-ins and tokens', () => signEverybodyIn(port, origin))
  return {
    app,
    floor,
    origin,
    people,
    postgres: {
      url: postgres.url,
      pid: postgres.pid,
      database: database.name,
      owner: database.owner,
      urls: database.urls,
    },
  }
}

/** Our server alone, on a database with nothing but these people. In: their first number and the one after the last. */
export async function setUpAlone(range) {
  const postgres = await step('Postgres', () => startRealPostgres())
  const { port, origin, env } = await surroundings()
  const database = await step('Data', () => openDatabase(postgres, env, (owner) => loadPeople(owner, range)))
  const served = { port, env: { ...env, ...database.urls }, ready: '/api/ready' }
  await build(served.env, { whenStale: true })
  await step('Server', () => startNext(served))
  return { port, origin, version: postgres.version }
}

async function surroundings() {
  const port = await findPort(4300)
  const origin = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    APP_MODE: 'production',
    APP_URL: origin,
    PORT: String(port),
    AUTH_SECRET: randomBytes(33).toString('base64'),
    NEXT_TELEMETRY_DISABLED: '1',
    // All requests come from one address, and a token that expires during the run would measure refusals.
    RATE_LIMIT_SCALE: '1000000',
    ORG_TOKEN_TTL_SECONDS: '3600',
    ORG_TOKEN_AUDIENCES: origin,
    // Empty, so that no .env file of this checkout fills them in.
    DATABASE_URL: '',
    DATABASE_MIGRATION_URL: '',
  }
  return { port, origin, env }
}

async function openDatabase({ url: server, counted = false }, env, load) {
  if (counted) await startCounting(server)
  const { name, url } = await createFreshDatabase(server)
  await migrate(url)
  const login = { user: 'app_bench', password: randomBytes(12).toString('hex') }
  const { url: tenant, identityUrl } = await provisionLogins(url, login)
  const urls = { DATABASE_URL: tenant, DATABASE_IDENTITY_URL: identityUrl }
  await load(url, { ...env, ...urls })
  return { name, urls, owner: url }
}

// Restarted several times; the last server stays.
async function startCold(server) {
  const times = []
  for (let i = 1; ; i++) {
    const running = await startNext(server)
    times.push(running.startMs / 1000)
    if (i === coldStarts) return { ...running, coldSeconds: median(times) }
    await running.stop()
  }
}
