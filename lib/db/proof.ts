// Proves to the access check that the application called it, and not injected SQL: an HMAC-SHA-256 over the arguments,
// with a key that only the identity login can read.
import { createHmac } from 'node:crypto'
import { database } from './client'
import { translateFailure } from './failures'

type Part = string | number | null | undefined

/** In: the name of the check and its arguments, in the order of 0007_access. Out: the proof in hex. */
export async function prove(...parts: Part[]): Promise<string> {
  const connections = database()
  const key = await (connections.applicationKey ??= readKey())
  return createHmac('sha256', key)
    .update(parts.map((part) => part ?? '').join('\x1f'))
    .digest('hex')
}

/** Forgets the key, so that the next proof reads it again. */
export const forgetApplicationKey = (): void => void (database().applicationKey = undefined)

async function readKey(): Promise<Buffer> {
  const client = await database().identity.connect()
  try {
    await client.query(`begin; select set_config('role', 'identity', true)`)
    const { rows } = await client.query<{ key: Buffer }>('select application_key() as key')
    await client.query('commit')
    return rows[0]!.key
  } catch (error) {
    forgetApplicationKey()
    await client.query('rollback').catch(() => {})
    throw translateFailure(error)
  } finally {
    client.release()
  }
}
