// The connections to Postgres, used only by lib/db: other code goes through a scoped transaction. There are two logins, so
// that SQL injected into an organization's query cannot switch to a role that sees people or sessions:
//   tenant    withOrg, withUser and withCredential: a member of the roles `tenant` and `person` only
//   identity  withIdentity and jobs: a member of `identity` and `janitor`
// The first one also signs in to the replica, if there is one (replica.ts).
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, types, type PoolClient, type QueryConfig, type QueryResult } from 'pg'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { Prisma, PrismaClient } from '@/lib/db/generated/client'
import { lacksGrant } from './missing-grant'
import { noteReturned } from './returned-rows'
import { currentScope, type Db } from './scope'

export const poolSize = { tenant: 10, identity: 5, replica: 5 }
export const connectTimeoutMs = 2_000
const statementTimeoutMs = 5_000
const idleInTransactionTimeoutMs = 10_000

export type Login = keyof typeof poolSize

/** The name of a server's connections, in pg_stat_activity. Its mode is part of it: lib/db/servers.ts looks for it. */
export const connectionName = (login: Login, tenancyMode: string): string => `app ${login}, ${tenancyMode} tenancy`

function connect(login: Login): Pool {
  const { DATABASE_URL, DATABASE_IDENTITY_URL, DATABASE_REPLICA_URL, TENANCY_MODE } = getEnv()
  // The embedded database has one login for both.
  const urls = { tenant: DATABASE_URL, identity: DATABASE_IDENTITY_URL ?? DATABASE_URL, replica: DATABASE_REPLICA_URL }
  const pool = new Pool({
    connectionString: urls[login],
    max: poolSize[login],
    // One stays open, so that other servers see this one.
    min: login === 'identity' ? 1 : 0,
    // The primary stands in for a replica that is away.
    connectionTimeoutMillis: login === 'replica' ? connectTimeoutMs / 4 : connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // The server's timeout does not fire while the server is stopped or unreachable, so the client has one too.
    query_timeout: statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    // One query takes one processor, so that a search through a large organization leaves the others to its neighbours. None is
    // compiled: that takes 25 ms, and our statements read a few hundred rows.
    options: '-c max_parallel_workers_per_gather=0 -c jit=off',
    application_name: connectionName(login, TENANCY_MODE),
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'))
  // A connection that is lost in use fails its query. Without a listener the error would also end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const send = (config: QueryConfig): Promise<QueryResult> => {
  const scope = currentScope()
  const { client, queryTimeoutMs } = scope
  const answer: Promise<QueryResult> = client.query(
    queryTimeoutMs ? ({ ...config, query_timeout: queryTimeoutMs } as QueryConfig) : config,
  )
  return answer.then(
    (result) => {
      noteReturned(result)
      return result
    },
    (error: unknown) => {
      // Prisma's own error does not tell it from what row-level security refuses.
      if (lacksGrant(error)) scope.denied ??= { error, text: config.text }
      throw error
    },
  )
}

type Tagged = [template: TemplateStringsArray | Prisma.Sql, ...values: unknown[]]

const toStatement = ([template, ...values]: Tagged): Prisma.Sql =>
  template instanceof Prisma.Sql ? template : Prisma.sql(template, ...values)

// Raw SQL goes directly to the connection: through Prisma it would cost as much CPU time as Postgres needs to answer
// it.
const sendRaw = (tagged: Tagged): Promise<QueryResult> => send(toConfig(toStatement(tagged)))

/** A raw statement as `pg` takes it, with the types of its answer. */
export const toConfig = ({ text, values }: Prisma.Sql) =>
  ({ text, values, types: { getTypeParser } }) as QueryConfig & { values: unknown[] }

const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, BigInt],
  [types.builtins.DATE, String],
])

// Like Prisma: int8 as bigint, which keeps it exact. A date stays text: as a Date it would be midnight in the server's time zone.
const getTypeParser = ((oid: number, format: 'text') =>
  parsers.get(oid) ?? types.getTypeParser(oid, format)) as typeof types.getTypeParser

const raw = {
  $queryRaw: async (...tagged: Tagged) => (await sendRaw(tagged)).rows,
  $executeRaw: async (...tagged: Tagged) => (await sendRaw(tagged)).rowCount ?? 0,
  $beforeCommit: async (...tagged: Tagged) => void currentScope().last.push(toStatement(tagged)),
}

const done = { rows: [], fields: [], rowCount: 0 } as unknown as QueryResult
const ownTransaction = new Set(['BEGIN', 'COMMIT', 'ROLLBACK'])

// Prisma opens a transaction for a write of several statements. It is in one already, so its BEGIN and COMMIT are
// ignored.
const withinScope = {
  query: (config: QueryConfig) => (ownTransaction.has(config.text) ? Promise.resolve(done) : send(config)),
  on: () => {},
  removeListener: () => {},
  release: () => {},
} as unknown as PoolClient

/** Sends Prisma's queries to the connection of the current scoped transaction. */
class ScopedPool extends Pool {
  override query = send as Pool['query']
  override connect = (async () => withinScope) as Pool['connect']
}

// Prisma batches simultaneous findUnique calls, even of different requests, into one query, which would run in the
// first one's transaction. The types forbid it too (scope.ts).
const refuseFindUnique = (): never => {
  throw new Error('findUnique is not available in a scoped transaction: use findFirst.')
}

function createClient(): Db {
  const prisma = new PrismaClient({ adapter: new PrismaPg(new ScopedPool()), log: [] })
  const guarded = prisma.$extends({
    query: { $allModels: { findUnique: refuseFindUnique, findUniqueOrThrow: refuseFindUnique } },
  })
  return Object.assign(Object.create(guarded), raw) as Db
}

const connectAll = () => ({
  tenant: connect('tenant'),
  identity: connect('identity'),
  replica: getEnv().DATABASE_REPLICA_URL ? connect('replica') : undefined,
  /** The key that lib/db/proof.ts has read from this database. */
  applicationKey: undefined as Promise<Buffer> | undefined,
})

// Development reloads modules; the pools must survive that.
const shared = globalThis as { database?: ReturnType<typeof connectAll>; prismaClient?: Db }

export const database = () => (shared.database ??= connectAll())

/** The pool of a login. There is none of the replica without DATABASE_REPLICA_URL. */
export const poolOf = (login: Login): Pool => database()[login]!

// The client must not: after a change of the schema, development loads a new one with this module.
const ofThisModule: { prismaClient?: Db } = {}

/** Prisma's client, which sends its queries to the connection of the current scoped transaction. */
export const prismaClient = (): Db =>
  ((getEnv().NODE_ENV === 'development' ? ofThisModule : shared).prismaClient ??= createClient())

/** Closes the pools, at the end of a script. A later query connects again. */
export async function disconnect(): Promise<void> {
  const { tenant, identity, replica } = database()
  delete shared.database
  await Promise.all([tenant.end(), identity.end(), replica?.end()])
}
