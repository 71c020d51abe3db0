// What reaches Postgres, as it counts itself: statements with BEGIN and COMMIT among them, as one client sends them. What it
// asks itself while it plans, the key of the signed context, is no statement of ours.
import { withClient } from '../scripts/connection.mjs'

export const settings = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'on',
}

/** In: the server's own database, in which the counting does not count itself. */
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
