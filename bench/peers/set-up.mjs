// Installs, builds and starts the peers: small applications on other packages with the same routes and the same people, each with
// a database of its own on the server of the run. Their packages are installed in their folders, and only when this is asked for.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from '../../scripts/connection.mjs'
import { runPrisma } from '../../scripts/database-client.mjs'
import { createFreshDatabase } from '../../scripts/fresh-database.mjs'
import { findPort } from '../../scripts/ports.mjs'
import { runNode } from '../../scripts/processes.mjs'
import { step } from '../../scripts/progress.mjs'
import { npm } from '../../scripts/setup.mjs'
import { guestCount, readSql } from '../data.mjs'
import { nextOf, startNext } from '../servers.mjs'
import { betterAuthTargets } from './better-auth-targets.mjs'
import { nextAuthTargets } from './next-auth-targets.mjs'

const folderOf = (name) => path.join(import.meta.dirname, name)

const peers = [
  {
    name: 'better-auth',
    ready: '/api/auth/ok',
    makeTables: (env) => runNode('migrate.js', [], { cwd: folderOf('better-auth'), env }),
    targetsFor: betterAuthTargets,
  },
  {
    name: 'next-auth',
    ready: '/api/auth/csrf',
    generate: () => runPrisma(['generate', '--schema', 'schema.prisma'], { cwd: folderOf('next-auth') }),
    targetsFor: nextAuthTargets,
  },
]

/** In: the Postgres of the run. Out: for each peer its name, server, database and targets. */
export async function setUpPeers(postgres) {
  const running = []
  for (const peer of peers) running.push(await step(peer.name, () => setUp(peer, postgres)))
  return running
}

async function setUp({ name, ready, generate, makeTables, targetsFor }, postgres) {
  const folder = folderOf(name)
  await install(folder)
  await generate?.()
  const database = await createFreshDatabase(postgres.url)
  const port = await findPort(4400)
  const origin = `http://127.0.0.1:${port}`
  const secret = randomBytes(33).toString('base64')
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    APP_URL: origin,
    NEXTAUTH_URL: origin,
    AUTH_SECRET: secret,
    DATABASE_URL: database.url,
  }
  await makeTables?.(env)
  const sql = readSql('distribution.sql', `peers/${name}/data.sql`).replaceAll(':guests', guestCount)
  await withClient(database.url, (client) => client.query(sql))
  await runNode(nextOf(folder), ['build', folder], { cwd: folder, env })
  const app = await startNext({ folder, packages: folder, port, env, ready })
  return {
    name,
    app,
    postgres: { ...postgres, database: database.name },
    targets: await targetsFor({ origin, secret }),
  }
}

// The copy of the lock file is written last, so that an interrupted installation is repeated.
async function install(folder) {
  const lock = path.join(folder, 'package-lock.json')
  const installed = path.join(folder, 'node_modules/.installed')
  if (fs.existsSync(installed) && fs.readFileSync(installed).equals(fs.readFileSync(lock))) return
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
  fs.copyFileSync(lock, installed)
}
