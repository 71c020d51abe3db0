// A throw-away server of the installed Postgres, for what the embedded one cannot test: concurrency, logins, speed.
import { findPostgres } from './postgres-binaries.mjs'
import { startHelper } from './helper-process.mjs'

/**
 * Starts a server on a free local port with new data, which is removed at the end, also after kill -9 of this process.
 * `settings` are configuration parameters: { shared_preload_libraries: 'pg_stat_statements' }.
 */
export async function startRealPostgres({ settings = {} } = {}) {
  const binaries = await findPostgres()
  const { ready, pid, ended, stop } = await startHelper('real-postgres-server.mjs', { binaries, settings })
  return { url: `postgres://postgres@127.0.0.1:${ready.port}/postgres`, version: ready.version, pid, ended, stop }
}
