// The statements that reach Postgres, counted by Postgres, including BEGIN and COMMIT, for one client. Reading the key of the
// signed context while planning is not counted as one of our statements.
import { withClient } from '../scripts/connection.mjs'

export const settings = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'on',
}

/** In: another database of the server, so that counting does not count itself. */
export const startCounting = (server) =>
  withClient(server, (client) => client.query('create extension if not exists pg_stat_statements'))

/** Runs `work` and counts the statements that reach a database meanwhile. Out: [{ calls, query }], the most frequent first. */
export async function statementsDuring(server, database, work) {
  return withClient(server, async (client) => {
    await client.query('select pg_stat_statements_reset()')
    await work()
    const { rows } = await client.query(
      `select calls::int, regexp_replace(left(query, 160), '\\s+', ' ', 'g') as query from pg_stat_statements
       where dbid = (select oid from pg_database where datname = $1) and query not like '%private.hmac_keys%'
       order by calls desc, query`,
      [database],
    )
    return rows
  })
}
