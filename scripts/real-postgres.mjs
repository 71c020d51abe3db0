// A throw-away Postgres server of the installed kind, for what the embedded one cannot show: concurrency, logins, speed.
import { findPostgres } from './postgres-binaries.mjs'
import { startHelper } from './helper-process.mjs'

/**
 * Starts a server on a free local port with data of its own, which disappears with it, also after kill -9 of this process.
 * `settings` are configuration parameters: { shared_preload_libraries: 'pg_stat_statements' }.
 */
export async function startRealPostgres({ settings = {} } = {}) {
  const binaries = await findPostgres()
  const { ready, pid, ended, stop } = await startHelper('real-postgres-server.mjs', { binaries, settings })
  return { url: `postgres://postgres@127.0.0.1:${ready.port}/postgres`, version: ready.version, pid, ended, stop }
}
