// A new database for a test, on a real server.
import { randomBytes } from 'node:crypto'
import { withClient } from './connection.mjs'

/** In: a superuser's URL. Out: the owner's URL of a new, empty database, and a function that removes it. */
export async function createFreshDatabase(server) {
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await withClient(server, (client) => client.query(`create database ${name}`))
  const stop = () => withClient(server, (client) => client.query(`drop database ${name} with (force)`))
  return { name, url: url.href, stop }
}
