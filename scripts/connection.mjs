// One database connection for a script. Connection errors become a readable sentence.
import pg from 'pg'
import { Problem } from './progress.mjs'

/** Connects, runs `fn`, disconnects. Throws a Problem with the reason if the server is unreachable or refuses the login. */
export async function withClient(url, fn) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // Without a listener, a server that stops would crash this process.
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

/** Whether the login was refused, because of a wrong password or a missing role. */
export const isLoginRefused = (error) => /^28/.test(error.cause?.code ?? '')

function sentence({ host, port, user, database }, error) {
  if (error.code === '3D000')
    return `There is no database "${database}" on ${host}:${port}. Create it: createdb ${database}`
  if (error.code?.startsWith('28'))
    return `The database on ${host}:${port} refuses the login "${user}": ${error.message}`
  return `No database answers on ${host}:${port}: ${error.message || error.code}`
}
