// How every statement reaches Postgres: in a scoped transaction, or as a single access check. Failures come out as refusals; a
// deadlock is tried again, since nothing but SQL happens inside.
import { setTimeout as sleep } from 'node:timers/promises'
import { Query, type Connection, type Pool, type PoolClient, type QueryResult } from 'pg'
import { database, prismaClient, type Login } from './client'
import { isRetryable, isUnproven, sqlState, translateFailure } from './failures'
import { lacksGrant, reportMissingGrant, type DeniedStatement } from './missing-grant'
import { forgetApplicationKey } from './proof'
import { scopes, type Beginning, type Db, type Scope, type Statement } from './scope'

const attempts = 3
const patienceMs = 15 * 60 * 1000
const nested = 'A scoped transaction was opened inside another: pass `db` on instead.'

/**
 * Runs `work` in one transaction that begins with a statement; `begin` makes it anew for every attempt. Refuses to nest: an
 * inner one would hold a second connection and could deadlock. `patient`: for work that nobody waits for, whose statements may
 * take minutes.
 */
export async function transaction<Row, T>(
  login: Login,
  begin: () => Beginning | Promise<Beginning>,
  work: (db: Db, row: Row) => Promise<T>,
  { patient = false } = {},
): Promise<T> {
  if (scopes.getStore()?.isOpen) throw new Error(nested)
  return retrying(async () => runOnce(database()[login], await begin(), work, patient))
}

/** One statement of its own: an access check that nothing follows. Out: its rows. */
export async function ask<Row>(login: Login, statement: () => Statement | Promise<Statement>): Promise<Row[]> {
  if (scopes.getStore()?.isOpen) throw new Error(nested)
  return retrying(async () => (await database()[login].query(await statement())).rows as Row[])
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
  const scope: Scope = { client, isOpen: true, last: [], ...(patient && { queryTimeoutMs: patienceMs }) }
  let lost: Error | undefined
  try {
    const { rows } = await beginWith<Row>(client, begin)
    if (patient) await client.query(`set local statement_timeout = ${patienceMs}`)
    // Awaited inside: a query of Prisma's is only sent when it is awaited.
    const result = await scopes.run(scope, async () => await work(prismaClient(), rows[0]!))
    scope.isOpen = false
    await commit(client, scope.last)
    return result
  } catch (error) {
    scope.isOpen = false
    await client.query('rollback; reset all').catch((reason: Error) => (lost = reason))
    const denied = deniedStatement(error, scope)
    throw denied ? await reportMissingGrant(denied, begin.role, lost ? undefined : client) : error
  } finally {
    client.release(lost)
  }
}

function deniedStatement(error: unknown, { denied, last }: Scope): DeniedStatement | undefined {
  if (sqlState(error) === '42501' && denied) return denied
  return lacksGrant(error) ? { error, text: last.map(({ text }) => text).join(';') } : undefined
}

// Whatever was set for the session ends with the transaction: the connection is another organization's next. Postgres answers
// the commit of a transaction in which a statement failed with ROLLBACK, and no error.
async function commit(client: PoolClient, last: Statement[]): Promise<void> {
  const results = (
    last.length === 0
      ? await client.query('commit; reset all')
      : await together(client, [...last, plain('commit')], plain('reset all'))
  ) as QueryResult[]
  if (results.at(-2)!.command === 'ROLLBACK')
    throw new Error('A statement failed, and its error was caught inside the transaction.')
}

const beginWith = async <Row>(client: PoolClient, statement: Statement) =>
  (await together(client, [plain('begin')], statement)).at(-1) as QueryResult<Row & object>

const plain = (text: string): Statement => ({ text, values: [] })

// Several statements in one message, which spares round trips. The first that fails is the last that runs. Out: their results.
function together(client: PoolClient, first: Statement[], last: Statement): Promise<QueryResult[]> {
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

  // As Query itself does it (pg/lib/query.js), with other statements before its own.
  prepare(connection: Connection): void {
    for (const { text, values } of this.first) {
      connection.parse({ text, name: '', types: [] } as never, true)
      connection.bind({ values } as never, true)
      connection.execute({} as never, true)
    }
    ;(Query.prototype as unknown as { prepare: (connection: Connection) => void }).prepare.call(this, connection)
  }
}
