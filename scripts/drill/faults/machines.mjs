// More than one machine, on loopback: instances behind nginx, PgBouncer in transaction mode, a replica that is promoted.
import { setTimeout as sleep } from 'node:timers/promises'
import { createLedger, repeat, send, signIn } from '../client.mjs'
import { count, figure, statuses } from '../figures.mjs'
import { replicating, startPostgres, startReplica } from '../postgres.mjs'
import { startNginx, startPgBouncer } from '../programs.mjs'
import { prepareDatabase, startServer } from '../server.mjs'

const isFine = ({ status }) => status >= 200 && status < 400

// Reads, pages and writes of one person, until `isOver`.
function ask(person, ledger, base, isOver, callers = 9) {
  const kinds = [() => person.call('/api/v1/members'), () => person.page('/o/acme/members'), () => ledger.write(base)]
  return repeat(callers, isOver, async (index) => {
    const answer = await kinds[index % kinds.length]()
    await sleep(10)
    return answer
  })
}

// True after it was asked `times` times.
const once = (times) => () => times-- <= 0

/** Both instances are replaced, one after the other, while requests come through nginx. */
export async function rolling({ database, postgres, isShort }) {
  const APP_URL = 'http://127.0.0.1:4860'
  const env = { ...database, APP_URL, TRUSTED_PROXY_HOPS: '1' }
  const servers = [await startServer(env), await startServer(env)]
  const nginx = await startNginx(servers.map(({ port }) => port))
  const person = await signIn(nginx.url, { origin: APP_URL })
  const ledger = createLedger(person)
  let isOver = false
  const asking = ask(person, ledger, nginx.url, () => isOver)
  const rounds = isShort ? 1 : 3
  for (let round = 0; round < rounds; round++)
    for (const [index, server] of servers.entries()) {
      await sleep(1_000)
      await server.kill('SIGTERM')
      servers[index] = await startServer(env, { port: server.port })
    }
  await sleep(1_000)
  isOver = true
  const answers = await asking
  const { missing, doubled } = await ledger.compare(postgres.query)
  await Promise.all(servers.map((server) => server.kill('SIGINT')))
  await nginx.stop()
  return [
    figure('restarts', rounds * 2),
    figure('requests', answers.length),
    figure('answers', statuses(answers)),
    figure(
      'failed',
      count(answers, (answer) => !isFine(answer)),
      { most: 0 },
    ),
    figure('acknowledged writes', ledger.acknowledged.length, { least: 1 }),
    figure('missing', missing, { most: 0 }),
    figure('doubled', doubled, { most: 0 }),
  ]
}

const throughPort = (url, port) => Object.assign(new URL(url), { port: String(port) }).href

// What the connection's own settings say without a pooler; PgBouncer drops them.
const roleSettings = `
  alter role app_drill set statement_timeout = '5s'; alter role app_drill_identity set statement_timeout = '5s';
  alter role app_drill set idle_in_transaction_session_timeout = '10s';
  alter role app_drill_identity set idle_in_transaction_session_timeout = '10s';
  alter role app_drill set max_parallel_workers_per_gather = 0;
  alter role app_drill set jit = off`

/** Two instances share ten connections of each login. */
export async function pooler({ database, postgres, isShort }) {
  await postgres.query(roleSettings)
  const bouncer = await startPgBouncer(postgres.port)
  const env = {
    DATABASE_URL: throughPort(database.DATABASE_URL, bouncer.port),
    DATABASE_IDENTITY_URL: throughPort(database.DATABASE_IDENTITY_URL, bouncer.port),
    DATABASE_DIRECT_URL: database.DATABASE_URL,
  }
  const first = await startServer(env)
  const second = await startServer({ ...env, APP_URL: first.url })
  const person = await signIn(first.url)
  const ledger = createLedger(person)
  const stream = await openStream(first, person)
  // A server that has just started compiles with its first requests, and refuses what waits for a second.
  for (const { url } of [first, second]) for (let i = 0; i < 5; i++) await ask(person, ledger, url, once(3), 3)
  const end = performance.now() + (isShort ? 4_000 : 15_000)
  const isOver = () => performance.now() > end
  const connections = async () =>
    (
      await postgres.query(
        `select count(*)::int as n from pg_stat_activity where usename like 'app_drill%' and application_name <> 'app membership status'`,
      )
    )[0].n
  const counting = repeat(1, isOver, async () => {
    await sleep(200)
    return connections()
  })
  const answers = (await Promise.all([first, second].map(({ url }) => ask(person, ledger, url, isOver, 3)))).flat()
  const most = Math.max(...(await counting))
  const listening = (
    await postgres.query(
      `select count(*)::int as n from pg_stat_activity where application_name = 'app membership status'`,
    )
  )[0].n
  const timeout = (
    await postgres.query(`select rolconfig::text as config from pg_roles where rolname = 'app_drill'`)
  )[0].config
  const { missing, doubled } = await ledger.compare(postgres.query)
  stream.destroy()
  await Promise.all([first.kill('SIGINT'), second.kill('SIGINT')])
  await bouncer.stop('SIGINT')
  return [
    figure('requests', answers.length),
    figure('answers', statuses(answers)),
    figure(
      'failed',
      count(answers, (answer) => !isFine(answer)),
      { most: 0 },
    ),
    figure('connections to Postgres, most at once', most, { most: 20 }),
    figure('connections that listen, past the pooler', listening, { least: 1 }),
    figure('timeouts of the login', timeout.includes('statement_timeout=5s') ? 1 : 0, { least: 1 }),
    figure('acknowledged writes', ledger.acknowledged.length, { least: 1 }),
    figure('missing', missing, { most: 0 }),
    figure('doubled', doubled, { most: 0 }),
  ]
}

// A page of the first instance that waits for changes.
async function openStream(server, person) {
  const http = await import('node:http')
  const { text } = await person.call('/api/v1/organization')
  const query = new URLSearchParams({ organization: JSON.parse(text).id, version: '0' })
  const request = http.get(`${server.url}/api/session/events?${query}`, { headers: { cookie: person.cookie() } })
  request.on('error', () => {})
  await new Promise((resolve) => {
    request.once('response', (response) => {
      response.on('error', () => {})
      response.once('data', resolve)
    })
    setTimeout(resolve, 3_000)
  })
  await sleep(1_000)
  return request
}

/** The primary dies, its synchronous replica is promoted, and PgBouncer is told. */
export async function promotion() {
  const primary = await startPostgres({ settings: replicating, port: 55470 })
  const database = await prepareDatabase(primary.url)
  const replica = await startReplica(primary)
  // A write counts as done when the replica has it.
  await primary.query(`alter system set synchronous_standby_names = '*'`)
  await primary.query('select pg_reload_conf()')
  const bouncer = await startPgBouncer(primary.port)
  const server = await startServer({
    DATABASE_URL: throughPort(database.DATABASE_URL, bouncer.port),
    DATABASE_IDENTITY_URL: throughPort(database.DATABASE_IDENTITY_URL, bouncer.port),
    DATABASE_DIRECT_URL: database.DATABASE_URL,
  })
  const person = await signIn(server.url)
  const ledger = createLedger(person)
  const probes = []
  let isOver = false
  const asking = ask(person, ledger, server.url, () => isOver)
  await sleep(2_000)
  const before = ledger.acknowledged.length
  const died = performance.now()
  await primary.stop('SIGQUIT')
  replica.promote()
  bouncer.use(replica.port)
  const promoted = performance.now()
  while (ledger.acknowledged.length === before && performance.now() - promoted < 20_000) {
    probes.push(await send(server.url, '/api/health'))
    await sleep(20)
  }
  const written = performance.now()
  await sleep(2_000)
  isOver = true
  const answers = await asking
  const { missing, doubled, halves } = await ledger.compare((text, values) => queryDrill(replica, text, values))
  await server.kill('SIGINT')
  await bouncer.stop('SIGINT')
  const failed = answers.filter((answer) => !isFine(answer))
  return [
    figure('requests', answers.length),
    figure('answers that failed', statuses(failed)),
    figure(
      'failures other than 503',
      count(failed, ({ status }) => status !== 503),
      { most: 0 },
    ),
    figure('promoted after', Math.round(promoted - died), { unit: 'ms' }),
    figure('first write after the promotion', Math.round(written - promoted), {
      unit: 'ms',
      most: 5_000,
      isSpeed: true,
    }),
    figure(
      'health, not 200',
      count(probes, ({ status }) => status !== 200),
      { most: 0 },
    ),
    figure('acknowledged writes', ledger.acknowledged.length),
    figure('missing', missing, { most: 0 }),
    figure('doubled', doubled, { most: 0 }),
    figure('written in part', halves, { most: 0 }),
  ]
}

async function queryDrill(postgres, text, values) {
  const { withClient } = await import('../../connection.mjs')
  const url = Object.assign(new URL(postgres.url), { pathname: '/drill' }).href
  return withClient(url, async (client) => (await client.query(text, values)).rows)
}
