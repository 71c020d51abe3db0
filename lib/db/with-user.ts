// The scoped transaction of a signed-in person outside of an organization: their memberships, invitations and ownership
// offers.
import { asRole, personCheck } from './authorize'
import type { PersonRow } from './access-rows'
import { toConfig } from './client'
import { toPersonSession, type PersonSession, type UserContext } from './session'
import type { Beginning, Db, Readable, Statement } from './scope'
import type { Sql } from './sql'
import { askTogether } from './together'
import { askAfter, transaction } from './transaction'

type Visible = 'membership' | 'invitation' | 'organization' | 'role' | 'ownershipTransfer' | 'user'

export type UserDb = { [Key in Visible]: Readable<Key> } & Pick<Db, '$queryRaw'>

/** Runs `work` as the signed-in person. Throws unauthenticated when the session has ended. */
export function withUser<T>(ctx: UserContext, work: (db: UserDb, session: PersonSession) => Promise<T>): Promise<T> {
  return transaction<PersonRow, T>(
    'tenant',
    () => checkOf(ctx),
    (db, row) => work(db, toPersonSession(row, ctx)),
  )
}

/**
 * Reads with one statement as the signed-in person, in one message with the check of the session. The statements that a page asks for
 * at the same moment travel together. Throws as `withUser` does.
 */
export async function queryUser<Row>(ctx: UserContext, statement: Sql): Promise<Row[]> {
  return (await askTogether(ctx, toConfig(statement), (statements) => send(ctx, statements))) as Row[]
}

async function send(ctx: UserContext, statements: Statement[]): Promise<unknown[][]> {
  const [check, ...results] = await askAfter('tenant', () => checkOf(ctx), statements)
  toPersonSession(check!.rows[0] as PersonRow, ctx)
  return results.map(({ rows }) => rows as unknown[])
}

const checkOf = async (ctx: UserContext): Promise<Beginning> => asRole('person', await personCheck(ctx))
