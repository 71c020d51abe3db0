// The cost of the status list for a growing number of tokens: its compressed size, the time to the first answer (which builds
// it) and to the next one (which is cached). One percent of the tokens is revoked.
import { withClient } from '../scripts/connection.mjs'
import { median } from './numbers.mjs'

const listSize = 131_072
const counts = [1_000, 100_000, 1_000_000]
const samples = 15

/** In: our server and the owner's URL of its database. Out: a row for each number of tokens. */
export async function measureStatusLists(app, url) {
  const rows = []
  for (const count of counts) {
    const lists = await issue(url, count)
    const built = []
    let bytes = 0
    for (const list of lists) {
      const { ms, size } = await fetchList(app, list)
      built.push(ms)
      bytes += size
    }
    const kept = []
    for (let i = 0; i < samples; i++) kept.push((await fetchList(app, lists[0])).ms)
    rows.push({ count, lists: lists.length, bytes, builtMs: Math.max(...built), keptMs: median(kept) })
  }
  return rows
}

// Starts a new list, so that it has not been requested before.
function issue(url, count) {
  return withClient(url, async (client) => {
    const { rows } = await client.query('select last_value as last from org_tokens_status_index_seq')
    const first = Math.floor(Number(rows[0].last) / listSize) + 1
    await client.query(`select setval('org_tokens_status_index_seq', ${first * listSize - 1})`)
    // Without foreign key checks, which would take longer than all measurements.
    await client.query('set session_replication_role = replica')
    await client.query(
      `insert into org_tokens (organization_id, user_id, session_id, role, expires_at, revoked_at)
       select t.organization_id, t.user_id, t.session_id, t.role, now() + interval '1 hour',
         case when random() < 0.01 then now() end
       from (select * from org_tokens where session_id is not null limit 1) t, generate_series(1, ${count})`,
    )
    await client.query('analyze org_tokens')
    return Array.from({ length: Math.ceil(count / listSize) }, (_, i) => first + i)
  })
}

async function fetchList({ port }, list) {
  const started = performance.now()
  const response = await fetch(`http://127.0.0.1:${port}/.well-known/token-status/${list}`)
  const size = (await response.text()).length
  if (response.status !== 200) throw new Error(`The status list answers ${response.status}.`)
  return { ms: performance.now() - started, size }
}
