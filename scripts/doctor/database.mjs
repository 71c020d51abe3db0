// The database: reachable, new enough, migrated, used by weak logins, with keys that open, and with the same clock.
import { tsImport } from 'tsx/esm/api'
import { withClient } from '../connection.mjs'
import { assessLogin } from '../login-strength.mjs'
import { identityUrlOf } from '../logins.mjs'
import { requireMigrated } from '../migrate.mjs'
import { error, ok, warning } from './findings.mjs'
import { isSealKnown } from './keys.mjs'

const leastVersion = 150000
const connectionsOfServer = 16
const mostSkewMs = 5_000

export async function checkDatabase(env) {
  if (!env.DATABASE_URL) return [ok('Database', `embedded, in ${env.DATA_DIR}`)]
  const identityUrl = env.DATABASE_IDENTITY_URL ?? identityUrlOf(env.DATABASE_URL)
  const findings = []
  for (const check of [
    () => checkLogin('DATABASE_URL', env.DATABASE_URL, 'tenant'),
    () => checkLogin('DATABASE_IDENTITY_URL', identityUrl, 'identity'),
    () => checkMigrations(identityUrl),
    () => withClient(identityUrl, checkServer),
    () => withClient(identityUrl, (client) => checkKeys(client, env.AUTH_SECRET)),
    () => withClient(identityUrl, (client) => checkAccounts(client, env)),
    () => checkListening(env),
    () => checkReplica(env),
  ]) {
    const found = await check().catch((problem) => [
      error(
        'Database',
        problem.message,
        'Check host, port, name and password in DATABASE_URL, and whether it is running.',
      ),
    ])
    findings.push(...found)
    // Without a connection the rest would only repeat it.
    if (found.some(({ about, level }) => about === 'Database' && level === 'error')) break
  }
  return findings
}

async function checkLogin(variable, url, kind) {
  const { login, refusal } = await assessLogin(url, kind)
  if (!refusal) return [ok(variable, `signs in as "${login}", which cannot bypass row-level security`)]
  return [
    error(
      variable,
      `signs in as "${login}", ${refusal}`,
      "Put the owner's URL into DATABASE_MIGRATION_URL and run npm run db:migrate: it makes the two logins of the application.",
    ),
  ]
}

const checkMigrations = (url) =>
  requireMigrated(url).then(
    () => [ok('Migrations', 'all applied')],
    ({ message }) => [
      error('Migrations', message, "Run npm run db:migrate with the owner's URL in DATABASE_MIGRATION_URL."),
    ],
  )

async function checkServer(client) {
  const before = Date.now()
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
       current_setting('max_connections')::int as connections, extract(epoch from clock_timestamp()) * 1000 as now,
       current_setting('fsync') as fsync`,
  )
  const { number, version, connections, now, fsync } = rows[0]
  const skewMs = Math.abs(Number(now) - (before + Date.now()) / 2)
  return [
    number < leastVersion
      ? error('Postgres', `${version} is too old`, 'Install Postgres 15 or newer.')
      : ok('Postgres', version),
    connections < 2 * connectionsOfServer
      ? warning(
          'Connections',
          `max_connections is ${connections}`,
          `Each instance uses up to ${connectionsOfServer}: raise it, or put PgBouncer between.`,
        )
      : ok(
          'Connections',
          `${connections}, enough for ${Math.floor((connections - 5) / connectionsOfServer)} instances`,
        ),
    skewMs > mostSkewMs
      ? error(
          'Clock',
          `differs from the database's by ${Math.round(skewMs / 1000)} s`,
          'Let both machines synchronize their clocks (chrony, systemd-timesyncd).',
        )
      : ok('Clock', `within ${Math.ceil(skewMs)} ms of the database's`),
    ...(fsync === 'off'
      ? [error('Durability', 'fsync is off', 'Turn fsync on: a power cut would destroy the database.')]
      : []),
  ]
}

// In: a client, and a statement for the role identity. Out: its rows.
async function queryAsIdentity(client, text, values) {
  await client.query(`begin; select set_config('role', 'identity', true)`)
  const { rows } = await client.query(text, values)
  await client.query('rollback')
  return rows
}

async function checkKeys(client, secret) {
  const rows = await queryAsIdentity(
    client,
    'select id, encrypted_private_key as sealed from signing_keys where revoked_at is null order by activates_at desc limit 1',
  )
  if (rows.length === 0) return [ok('Signing keys', 'none yet: the first token makes one')]
  if (isSealKnown(rows[0], secret)) return [ok('Signing keys', 'the newest opens with AUTH_SECRET')]
  return [
    error(
      'Signing keys',
      'the newest was sealed under another AUTH_SECRET',
      'Set the AUTH_SECRET of the other instances. If it is lost, the server makes a new key, and everybody signs in again.',
    ),
  ]
}

// A database that development has filled with the demo: everyone can read the password of its people in the documentation.
async function checkAccounts(client, { APP_MODE }) {
  if (APP_MODE !== 'production') return []
  const { accounts } = await tsImport('../../prisma/demo-data.ts', import.meta.url)
  const found = await queryAsIdentity(
    client,
    'select email from users where email = any($1) and password_hash is not null order by email',
    [Object.keys(accounts)],
  )
  if (found.length === 0) return [ok('Accounts', 'none of the demo')]
  return [
    error(
      'Accounts',
      `the demo's, whose password is public: ${found.map(({ email }) => email).join(', ')}`,
      'Start with an empty database (docs/operations.md), or delete these people and their organizations.',
    ),
  ]
}

// A pooler in transaction mode loses LISTEN. It gives the connection of one client that is idle to the next one.
async function checkListening({ DATABASE_URL, DATABASE_DIRECT_URL }) {
  const name = DATABASE_DIRECT_URL ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL'
  const url = DATABASE_DIRECT_URL ?? DATABASE_URL
  const pidOf = async (client) => (await client.query('select pg_backend_pid() as pid')).rows[0].pid
  const isShared = await withClient(url, async (first) => {
    const pid = await pidOf(first)
    return withClient(url, async (second) => (await pidOf(second)) === pid)
  })
  if (!isShared) return [ok('Live updates', `${name} has a connection of its own`)]
  return [
    error(
      'Live updates',
      `behind ${name} is a pooler in transaction mode, which forgets LISTEN`,
      'Set DATABASE_DIRECT_URL to Postgres itself: one connection of each instance goes there.',
    ),
  ]
}

const mostLagSeconds = 10

// A replica that is away slows nothing down: the primary answers.
async function checkReplica({ DATABASE_REPLICA_URL: url }) {
  if (!url) return []
  const advice = 'Until it is repaired the primary answers. Check host, port and password in DATABASE_REPLICA_URL.'
  const found = await withClient(url, async (client) => (await client.query(lagQuery)).rows[0]).catch(() => null)
  if (!found) return [warning('Replica', 'no answer', advice)]
  if (!found.isReplica)
    return [
      warning(
        'Replica',
        'DATABASE_REPLICA_URL names a server that is no streaming replica',
        'It is not used: the primary answers. Name a replica, or leave the variable empty.',
      ),
    ]
  const [login] = await checkLogin('DATABASE_REPLICA_URL', url, 'tenant')
  const seconds = Math.round(found.lag ?? 0)
  return [
    login,
    seconds > mostLagSeconds
      ? warning(
          'Replica',
          `${seconds} s behind`,
          'Until it has caught up the primary answers. See pg_stat_replication there.',
        )
      : ok('Replica', `${seconds} s behind`),
  ]
}

const lagQuery = `select pg_is_in_recovery() as "isReplica",
  case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
    else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 end as lag`
