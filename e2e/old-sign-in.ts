// Makes a sign-in older in the database of the server under test, so that no journey has to wait for it to age.
import fs from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'

/** In: the server's data folder and a person's email. Moves all of their sign-ins an hour into the past. */
export async function ageSignIns(dataDir: string, email: string): Promise<void> {
  // The process that holds the folder writes its address into the lock file.
  const { url } = JSON.parse(fs.readFileSync(path.join(dataDir, 'postgres.lock'), 'utf8')) as { url: string }
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      `update sessions set authenticated_at = now() - interval '1 hour'
       where user_id = (select id from users where email = $1)`,
      [email],
    )
    if (!rowCount) throw new Error(`${email} has no sign-in`)
  } finally {
    await client.end()
  }
}
