// Receives change notices by NOTIFY. The payload is only the id of a person or an organization; the listener then runs
// the access check, as any request does.
import { Client } from 'pg'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { connectTimeoutMs } from './client'
import { ask } from './transaction'

type Listener = { onChange: (id: string) => void; onEnd: () => void }

const embedded = /wasm|emscripten|emcc|pglite/i

/**
 * Opens one connection that listens for changes. Out: a function that closes it, or null on the embedded database,
 * where NOTIFY does not reach other connections. `onEnd` is called once when the connection is lost.
 */
export async function listen({ onChange, onEnd }: Listener): Promise<(() => void) | null> {
  const { DATABASE_DIRECT_URL, DATABASE_URL } = getEnv()
  const client = new Client({
    connectionString: DATABASE_DIRECT_URL ?? DATABASE_URL,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'app membership status',
  })
  let open = true
  const end = () => {
    if (!open) return
    open = false
    onEnd()
  }
  client.on('error', (error) => log.warn({ error: error.message }, 'the connection for change notices was lost'))
  client.on('end', end)
  client.on('notification', ({ payload }) => payload && onChange(payload))
  const close = () => {
    open = false
    void client.end().catch(() => {})
  }
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>('select version()')
    if (!embedded.test(rows[0]!.version)) {
      await client.query('listen membership_status')
      return close
    }
    close()
    return null
  } catch (error) {
    close()
    throw error
  }
}

/** Tells every process that listens of a change of a person or an organization, by id. */
export const notifyChange = async (id: string): Promise<void> =>
  void (await ask('tenant', () => ({ text: `select pg_notify('membership_status', $1)`, values: [id] })))
