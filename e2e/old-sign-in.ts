// Makes a sign-in older in the database of the server under test, so that no journey has to wait for it to age.
import { withServerDatabase } from './server-database'

/** In: the server's data folder and a person's email. Moves all of their sign-ins an hour into the past. */
export const ageSignIns = (dataDir: string, email: string): Promise<void> =>
  withServerDatabase(dataDir, async (client) => {
    const { rowCount } = await client.query(
      `update sessions set authenticated_at = now() - interval '1 hour'
       where user_id = (select id from users where email = $1)`,
      [email],
    )
    if (!rowCount) throw new Error(`${email} has no sign-in`)
  })
