// The database of the server under test, for what no journey could bring about in reasonable time.
import fs from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'

/** Runs `work` as the owner of the database in the server's data folder. */
export async function withServerDatabase<Result>(dataDir: string, work: (client: Client) => Promise<Result>) {
  // The process that holds the folder writes its address into the lock file.
  const { url } = JSON.parse(fs.readFileSync(path.join(dataDir, 'postgres.lock'), 'utf8')) as { url: string }
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
