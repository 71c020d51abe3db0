// Audit logs of several sizes, which must be equally fast to read. Loaded only on request, because it takes a while.
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from '../scripts/connection.mjs'

export const trailSizes = [1000, 1_000_000]
export const allTrailSizes = [1000, 10_000, 100_000, 1_000_000]

/** In: the owner's URL of a database that data.sql has filled. */
export async function loadTrails(url, sizes) {
  const sql = fs
    .readFileSync(path.join(import.meta.dirname, 'trail.sql'), 'utf8')
    .replaceAll(':sizes', sizes.join(', '))
  await withClient(url, async (client) => {
    await client.query(sql)
    await client.query('vacuum analyze audit_events')
  })
}
