// How the standing of many people is looked up at once, and how word of a change arrives: by NOTIFY, which carries nothing
// but the id of a person or an organization. Whoever hears it looks through the same door as any request.
import { Client } from 'pg'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import type { EntryRow } from './entry'
import { connectTimeoutMs } from './client'
import { call } from './transaction'

/** Somebody's session in an organization, by its id or slug. */
export type Whereabouts = { userId: string; sessionId: string; organization: string }

/** One row for each, in their order, in one statement. */
export async function lookUp(whereabouts: Whereabouts[]): Promise<EntryRow[]> {
  const list = <Key extends keyof Whereabouts>(key: Key) => whereabouts.map((place) => place[key])
  return call<EntryRow>(
    `select e.* from unnest($1::text[], $2::text[], $3::text[]) with ordinality as w (session_id, user_id, organization, n),
       lateral enter_org(w.session_id, w.user_id, w.organization) as e order by w.n`,
    [list('sessionId'), list('userId'), list('organization')],
  )
}

type Listener = { onChange: (id: string) => void; onEnd: () => void }

const embedded = /wasm|emscripten|emcc|pglite/i

/**
 * Opens one connection that hears of changes. Out: what closes it, or null on the embedded database, where a NOTIFY
 * reaches nobody else. `onEnd` is called once when the connection is lost.
 */
export async function listen({ onChange, onEnd }: Listener): Promise<(() => void) | null> {
  const client = new Client({
    connectionString: getEnv().DATABASE_URL,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'app standing',
  })
  let open = true
  const end = () => {
    if (!open) return
    open = false
    onEnd()
  }
  client.on('error', (error) => log.warn({ error: error.message }, 'the connection that hears of changes was lost'))
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
      await client.query('listen standing')
      return close
    }
    close()
    return null
  } catch (error) {
    close()
    throw error
  }
}
