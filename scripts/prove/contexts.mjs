// Opens transactions as the application does: with its login, as one of its roles, in a context that an access check has signed.
import { createHmac } from 'node:crypto'
import { connect } from './stage.mjs'

const loginOf = { tenant: 'tenant', person: 'tenant', identity: 'identity', janitor: 'identity' }

/** Out: `inside`, which runs `work` in a transaction that is always rolled back. */
export async function openContexts({ owner, logins }) {
  // Read now: on the embedded database no other connection is answered while one is in a transaction.
  const { rows } = await owner.query(`select secret from private.hmac_keys where name = 'application'`)
  const key = rows[0].secret
  const clients = { tenant: await connect(logins.url), identity: await connect(logins.identityUrl) }

  /**
   * In: a role, and the scope of the context: an organization with `id` and `actor`, or null. `work` gets `attempt`, which runs one
   * statement and takes it back. Out: what `work` returns.
   */
  async function inside(role, scope, work) {
    const client = clients[loginOf[role]]
    await client.query('begin')
    try {
      await client.query(`select set_config('role', $1, true)`, [role])
      if (scope) await client.query('select assume_context($1, $2, $3)', [scope.id, scope.actor, proofOf(key, scope)])
      return await work({ client, attempt: (sql, values) => attempt(client, sql, values) })
    } finally {
      await client.query('rollback')
    }
  }

  const close = () => Promise.all(Object.values(clients).map((client) => client.end().catch(() => {})))
  return { inside, close }
}

const proofOf = (key, { id, actor }) =>
  createHmac('sha256', key).update(['assume', id, actor].join('\x1f')).digest('hex')

/** Out: the rows and their number, or the code of the error; without an effect. */
async function attempt(client, sql, values) {
  await client.query('savepoint attempt')
  try {
    const { rows, rowCount } = await client.query(sql, values)
    return { rows, count: rowCount }
  } catch (error) {
    return { code: error.code ?? 'none', message: error.message, rows: [], count: 0 }
  } finally {
    await client.query('rollback to savepoint attempt')
  }
}
