// The embedded Postgres: PGlite in a process of its own behind an ordinary Postgres socket. For development, demo and
// tests; every connection shares one backend, so races must be tested on a real server.
import path from 'node:path'
import { startHelper } from './helper-process.mjs'
import { root } from './root.mjs'

/**
 * Opens the database of a data folder (made when absent), or one in memory for `dataDir: null`.
 * It ends with this process, also after kill -9, and refuses a folder that another process has open.
 */
export async function startEmbeddedDatabase({ dataDir }) {
  const folder = dataDir === null ? null : path.resolve(root, dataDir)
  const helper = await startHelper('database-server.mjs', { folder })
  const rssMb = () => helper.answer('memory')
  if (process.env.LOG_LEVEL === 'debug') console.log(`  embedded database: process ${helper.pid}, ${await rssMb()} MB`)
  return { url: embeddedUrl(helper.ready.port), pid: helper.pid, ended: helper.ended, rssMb, stop: helper.stop }
}

export const embeddedUrl = (port) => `postgres://postgres@127.0.0.1:${port}/postgres`
