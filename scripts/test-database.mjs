// The database of a test run: a fresh one on the real server of TEST_DATABASE_URL, with the application's weak login, or
// an embedded one in memory. Tests use DATABASE_URL, and TEST_OWNER_URL if they must see everything.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from './connection.mjs'
import { startEmbeddedDatabase } from './database.mjs'
import { createFreshDatabase } from './fresh-database.mjs'
import { identityLogin, provisionLogins } from './logins.mjs'
import { migrate } from './migrate.mjs'
import { root } from './root.mjs'

const settings = {
  AUTH_SECRET: 'a secret that only the tests know, 33 bytes',
  APP_URL: 'http://localhost:3000',
  APP_MODE: 'development',
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  SECURITY_CONTACT: 'mailto:security@example.com',
}

export async function setup() {
  const server = process.env.TEST_DATABASE_URL
  const { stop, ...urls } = server ? await onServer(server) : await inMemory()
  Object.assign(process.env, settings, urls)
  await tellSettings()
  return stop
}

// The table of the resource that exists only in tests.
const addNotes = (owner) =>
  withClient(owner, (client) => client.query(fs.readFileSync(path.join(root, 'lib/testing/notes.sql'), 'utf8')))

// Like a server at its start.
async function tellSettings() {
  const { configureDatabase } = await import('../lib/server/start')
  const { disconnect } = await import('../lib/db/client')
  await configureDatabase()
  await disconnect()
}

async function inMemory() {
  const { url, stop } = await startEmbeddedDatabase({ dataDir: null })
  await migrate(url)
  await addNotes(url)
  return { DATABASE_URL: url, DATABASE_IDENTITY_URL: url, TEST_OWNER_URL: url, stop }
}

async function onServer(server) {
  const { name, url: owner, stop } = await createFreshDatabase(server)
  const login = { user: `app_${name}`, password: randomBytes(12).toString('hex') }
  const remove = async () => {
    await stop()
    await withClient(server, (client) =>
      client.query(`drop role if exists ${login.user}, ${identityLogin(login).user}`),
    )
  }
  try {
    await migrate(owner)
    await addNotes(owner)
    const { url, identityUrl } = await provisionLogins(owner, login)
    return { DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl, TEST_OWNER_URL: owner, stop: remove }
  } catch (error) {
    await remove()
    throw error
  }
}
