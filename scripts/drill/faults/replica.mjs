// Large reads on a streaming replica: under writes, while it stands still, and when it dies.
import { setTimeout as sleep } from 'node:timers/promises'
import { createLedger, repeat, signIn } from '../client.mjs'
import { count, figure, quantile, statuses } from '../figures.mjs'
import { replicating, startPostgres, startReplica } from '../postgres.mjs'
import { prepareDatabase, queryOf, startServer } from '../server.mjs'

const events = '/api/v1/audit-events?limit=100'
const restMs = 11_000

/** The audit log is read from the replica; access is checked on the primary. */
export async function replica({ isShort }) {
  const primary = await startPostgres({ settings: replicating, port: 55470 })
  const database = await prepareDatabase(primary.url)
  const copy = await startReplica(primary)
  const { owner, ...names } = database
  const replicaUrl = Object.assign(new URL(names.DATABASE_URL), { port: String(copy.port) }).href
  const server = await startServer({ ...names, DATABASE_REPLICA_URL: replicaUrl })
  const alone = await startServer({ ...names, APP_URL: server.url })
  const place = { copy, server, onCopy: queryOf(owner.replace(`:${primary.port}/`, `:${copy.port}/`)), isShort }
  const [owning, reading] = [await signIn(server.url, { email: 'olga@example.com' }), await signIn(server.url)]
  const withoutReplica = await signIn(alone.url, { origin: server.url })
  const ledger = createLedger(owning)
  const figures = [
    ...(await underWrites(place, { ledger, reading, withoutReplica })),
    ...(await standingStill(place, { ledger, owning, reading })),
    ...(await away(place, { ledger, owning })),
  ]
  await Promise.all([server.kill('SIGINT'), alone.kill('SIGINT')])
  await Promise.all([copy.stop(), primary.stop()])
  return figures
}

// Reads and writes in turn, in three loops: each read must show the write before it.
async function readAfterWrites({ server }, ledger, reader, ms, callers = 3) {
  const end = performance.now() + ms
  const answers = await repeat(
    callers,
    () => performance.now() > end,
    async () => {
      const written = await ledger.write(server.url)
      const read = await reader.call(events)
      return { ...read, isStale: read.status === 200 && !read.text.includes(JSON.parse(written.text).id) }
    },
  )
  const times = answers.map(({ ms: time }) => time)
  return {
    answers,
    stale: count(answers, ({ isStale }) => isStale),
    median: quantile(times, 0.5),
    slowest: quantile(times, 1),
  }
}

const transactions = async ({ onCopy }) => {
  // The server of statistics hears of a connection's transactions after a second.
  await sleep(1_500)
  return Number((await onCopy(`select xact_commit as n from pg_stat_database where datname = 'drill'`))[0].n)
}

async function underWrites(place, { ledger, reading, withoutReplica }) {
  const ms = place.isShort ? 3_000 : 8_000
  const before = await transactions(place)
  const read = await readAfterWrites(place, ledger, reading, ms)
  const used = (await transactions(place)) - before
  const primaryAlone = await readAfterWrites(place, ledger, withoutReplica, ms)
  const csv = await reading.call('/api/v1/audit-events.csv')
  const [{ n: stored }] = await place.onCopy(
    `select count(*)::int as n from audit_events where organization_id = (select id from organizations where slug = 'acme')`,
  )
  return [
    figure('reads', read.answers.length, { least: 1 }),
    figure('answers', statuses(read.answers)),
    figure('transactions of the replica for each read', used / read.answers.length, { least: 0.9 }),
    figure('reads without the write before them', read.stale, { most: 0 }),
    figure('read with a replica, median', read.median, { unit: 'ms' }),
    figure('read without one, median', primaryAlone.median, { unit: 'ms' }),
    figure('lines of an export that are missing', Math.max(0, stored - (csv.text.trim().split('\r\n').length - 1)), {
      most: 0,
    }),
  ]
}

// It replays nothing: what was written and revoked since then is unknown to it.
async function standingStill(place, { ledger, owning, reading }) {
  await place.onCopy('select pg_wal_replay_pause()')
  const read = await readAfterWrites(place, ledger, owning, 2_000)
  await sleep(restMs)
  const { data } = JSON.parse((await owning.call('/api/v1/members?query=jane')).text)
  const body = JSON.stringify({ role: 'viewer' })
  // Each address of the ledger is in the audit log.
  const shows = ({ status, text }) => status === 200 && text.includes('drill-')
  const ask = async () => [await reading.call(events), await reading.page('/o/acme/settings/audit-log')]
  const allowed = await ask()
  const demoted = await owning.call(`/api/v1/members/${data[0].user_id}`, { method: 'PATCH', body })
  const answers = []
  for (let i = 0; i < 10; i++) answers.push(...(await ask()))
  const [{ role }] = await place.onCopy(
    `select m.role from memberships m join users u on u.id = m.user_id join organizations o on o.id = m.organization_id
     where u.email = 'jane@example.com' and o.slug = 'acme'`,
  )
  await place.onCopy('select pg_wal_replay_resume()')
  return [
    figure(
      'standing still: reads that failed',
      count(read.answers, ({ status }) => status !== 200),
      { most: 0 },
    ),
    figure('standing still: reads without the write before them', read.stale, { most: 0 }),
    figure('standing still: slowest read', read.slowest, { unit: 'ms' }),
    figure('role that the replica has of a demoted person', demoted.status === 200 ? role : `${demoted.status}`),
    figure('log and page, read by a person before they are demoted, of 2', count(allowed, shows), { least: 2 }),
    figure('read afterwards, of 20', count(answers, shows), { most: 0 }),
  ]
}

async function away(place, { ledger, owning }) {
  await sleep(restMs)
  await place.copy.stop('SIGQUIT')
  const read = await readAfterWrites(place, ledger, owning, 3_000)
  const ready = JSON.parse((await owning.call('/api/ready?verbose')).text)
  await place.copy.start()
  await sleep(restMs)
  const before = await transactions(place)
  const again = await readAfterWrites(place, ledger, owning, 2_000)
  return [
    figure(
      'away: reads that failed',
      count(read.answers, ({ status }) => status !== 200),
      { most: 0 },
    ),
    figure('away: slowest read', read.slowest, { unit: 'ms' }),
    figure('away: readiness', `${ready.status}, replica ${ready.replica?.reachable ? 'reachable' : 'away'}`),
    figure(
      'back: transactions of the replica for each read',
      ((await transactions(place)) - before) / again.answers.length,
      {
        // The last second is not counted yet.
        least: 0.5,
      },
    ),
  ]
}
