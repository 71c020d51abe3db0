// Runs every statement, in a scoped transaction or alone. Translates database errors and retries
// deadlocks, which is safe because the work contains only SQL.
import { setTimeout as sleep } from 'node:timers/promises'
import { Query, type Connection, type Pool, type PoolClient, type QueryResult } from 'pg'
import { poolOf, prismaClient, type Login } from './client'
import { hasLostConnection, isRetryable, isUnproven, sqlState, translateFailure } from './failures'
import { lacksGrant, reportMissingGrant, type DeniedStatement } from './missing-grant'
import { forgetApplicationKey } from './proof'
import { assertNoScope, scopes, type Beginning, type Db, type Scope, type Statement } from './scope'

const attempts = 3
const patienceMs = 15 * 60 * 1000

/**
 * Runs `work` in one transaction that starts with the statement of `begin`, which every attempt makes anew. Throws if
 * nested: a second connection inside a transaction can deadlock. `patient`: for background work whose statements may
 * take minutes.
 */
export async function transaction<Row, T>(
  login: Login,
  begin: () => Beginning | Promise<Beginning>,
  work: (db: Db, row: Row) => Promise<T>,
  { patient = false } = {},
): Promise<T> {
  assertNoScope()
  return spanned(`transaction ${login}`, () =>
    retrying(async () => runOnce(poolOf(login), await begin(), work, patient)),
  )
}

type Span = <T>(name: string, work: () => Promise<T>) => Promise<T>

// scripts/server/telemetry.mjs sets it when traces are wanted.
const spanned: Span = (name, work) =>
  (globalThis as { [key: symbol]: Span })[Symbol.for('span')]?.(name, work) ?? work()

/** Runs a single statement, an access check without a transaction. Out: its rows. */
export async function ask<Row>(login: Login, statement: () => Statement | Promise<Statement>): Promise<Row[]> {
  assertNoScope()
  return retrying(async () => (await poolOf(login).query(await statement())).rows as Row[])
}

/** Runs statements as a database role, in one message. Out: their results. */
export async function askAs(login: Login, role: string, statements: readonly Statement[]): Promise<QueryResult[]> {
  const begin = () => ({ text: `select from set_config('role', $1, true)`, values: [role], role })
  const [, ...results] = await askAfter(login, begin, statements)
  return results
}

/**
 * Runs statements after the one of `begin`. Postgres gets all in one message, which it runs as one transaction: what
 * `begin` sets ends with it. Out: the results of all, that of `begin` first.
 */
export async function askAfter(
  login: Login,
  begin: () => Beginning | Promise<Beginning>,
  statements: readonly Statement[],
): Promise<QueryResult[]> {
  assertNoScope()
  return retrying(async () => {
    const first = await begin()
    const client = await poolOf(login).connect()
    let isLost = false
    try {
      return await sendJoined(client, [first, ...statements.slice(0, -1)], statements.at(-1)!)
    } catch (error) {
      // The answer may still come, and the next who takes the connection would wait for it.
      isLost = hasLostConnection(error)
      if (!lacksGrant(error)) throw error
      throw await reportMissingGrant({ error, text: statements.map(({ text }) => text).join(';') }, first.role, client)
    } finally {
      client.release(isLost)
    }
  })
}

async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === attempts || !(isRetryable(error) || isUnproven(error))) throw translateFailure(error)
      if (isUnproven(error)) forgetApplicationKey()
      else await sleep(10 * tried + Math.random() * 40)
    }
  }
}

async function runOnce<Row, T>(
  pool: Pool,
  begin: Beginning,
  work: (db: Db, row: Row) => Promise<T>,
  patient: boolean,
): Promise<T> {
  const client = await pool.connect()
  const scope: Scope = {
    client,
    isOpen: true,
    last: [],
    afterCommit: [],
    ...(patient && { queryTimeoutMs: patienceMs }),
  }
  let isLost = false
  try {
    const { rows } = await beginWith<Row>(client, begin)
    if (patient) await client.query(`set local statement_timeout = ${patienceMs}`)
    // Await inside the scope: Prisma sends a query only when it is awaited.
    const result = await scopes.run(scope, async () => await work(prismaClient(), rows[0]!))
    scope.isOpen = false
    await commit(client, scope.last)
    for (const tell of scope.afterCommit) tell()
    return result
  } catch (error) {
    scope.isOpen = false
    isLost = hasLostConnection(error)
    if (!isLost) await client.query('rollback; reset all').catch(() => (isLost = true))
    const denied = deniedStatement(error, scope)
    throw denied ? await reportMissingGrant(denied, begin.role, isLost ? undefined : client) : error
  } finally {
    client.release(isLost)
  }
}

function deniedStatement(error: unknown, { denied, last }: Scope): DeniedStatement | undefined {
  if (sqlState(error) === '42501' && denied) return denied
  return lacksGrant(error) ? { error, text: last.map(({ text }) => text).join(';') } : undefined
}

// Resets all settings, because another organization may use the connection next. Postgres answers the commit of a
// transaction with a failed statement with ROLLBACK and no error.
async function commit(client: PoolClient, last: Statement[]): Promise<void> {
  const results = (
    last.length === 0
      ? await client.query('commit; reset all')
      : await sendJoined(client, [...last, plain('commit')], plain('reset all'))
  ) as QueryResult[]
  if (results.at(-2)!.command === 'ROLLBACK')
    throw new Error('A statement failed, and its error was caught inside the transaction.')
}

const beginWith = async <Row>(client: PoolClient, statement: Statement) =>
  (await sendJoined(client, [plain('begin')], statement)).at(-1) as QueryResult<Row & object>

const plain = (text: string): Statement => ({ text, values: [] })

// Sends several statements in one message, which saves round trips. Stops at the first failure. Out: their results.
function sendJoined(client: PoolClient, first: Statement[], last: Statement): Promise<QueryResult[]> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, results: QueryResult[]) => (error ? reject(error) : resolve(results))
    client.query(new JoinedQuery(first, { ...last, queryMode: 'extended' } as never, done as never) as never)
  })
}

class JoinedQuery extends Query {
  constructor(
    readonly first: Statement[],
    last: never,
    done: never,
  ) {
    super(last, done)
  }

  // Postgres runs what comes before a `sync` as one transaction, unless a statement begins or ends one.
  prepare(connection: Connection): void {
    const unsynced = Object.create(connection, { sync: { value: () => {} } }) as Connection
    for (const statement of this.first) prepare.call(new Query(statement as never), unsynced)
    prepare.call(this, connection)
  }
}

const { prepare } = Query.prototype as unknown as { prepare: (this: Query, connection: Connection) => void }
