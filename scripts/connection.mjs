// One database connection for a script, with connection problems as a sentence.
import pg from 'pg'
import { Problem } from './progress.mjs'

/** Connects, does `fn`, disconnects. A server that cannot be reached or refuses the login is a problem with its reason. */
export async function withClient(url, fn) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // Without a listener, a server that stops would crash the process.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Problem(sentence(client, error), { cause: error })
  }
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** The login was refused: wrong password, or there is no such role. */
export const isLoginRefused = (error) => /^28/.test(error.cause?.code ?? '')

function sentence({ host, port, user, database }, error) {
  if (error.code === '3D000')
    return `There is no database "${database}" on ${host}:${port}. Create it: createdb ${database}`
  if (error.code?.startsWith('28'))
    return `The database on ${host}:${port} refuses the login "${user}": ${error.message}`
  return `No database answers on ${host}:${port}: ${error.message || error.code}`
}
