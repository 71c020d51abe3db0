// The database of a test run: a fresh one on the real server of TEST_DATABASE_URL, with the application's weak login, or
// an embedded one in memory. Tests sign in with DATABASE_URL, and with TEST_OWNER_URL where they must see everything.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { withClient } from './connection.mjs'
import { startEmbeddedDatabase } from './database.mjs'
import { provisionLogin } from './logins.mjs'
import { migrate } from './migrate.mjs'

const settings = {
  AUTH_SECRET: 'a secret that only the tests know, 33 bytes',
  APP_URL: 'http://localhost:3000',
  APP_MODE: 'development',
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
}

export async function setup() {
  const server = process.env.TEST_DATABASE_URL
  const { stop, ...urls } = server ? await onServer(server) : await inMemory()
  Object.assign(process.env, settings, urls)
  return stop
}

async function inMemory() {
  const { url, stop } = await startEmbeddedDatabase({ dataDir: null })
  await migrate(url)
  return { DATABASE_URL: url, TEST_OWNER_URL: url, stop }
}

async function onServer(server) {
  const name = `test_${randomBytes(6).toString('hex')}`
  const owner = new URL(server)
  owner.pathname = `/${name}`
  const login = { user: `app_${name}`, password: randomBytes(12).toString('hex') }
  await withClient(server, (client) => client.query(`create database ${name}`))
  const stop = () =>
    withClient(server, async (client) => {
      await client.query(`drop database ${name} with (force)`)
      await client.query(`drop role if exists ${pg.escapeIdentifier(login.user)}`)
    })
  try {
    await migrate(owner.href)
    const url = await provisionLogin(owner.href, login)
    return { DATABASE_URL: url, TEST_OWNER_URL: owner.href, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
