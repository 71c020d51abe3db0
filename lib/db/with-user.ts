// The scoped transaction of a signed-in person outside of an organization: their memberships, invitations and ownership
// offers.
import { asRole, personCheck } from './authorize'
import type { PersonRow } from './access-rows'
import { toPersonSession, type PersonSession, type UserContext } from './session'
import type { Db, Readable } from './scope'
import { transaction } from './transaction'

type Visible = 'membership' | 'invitation' | 'organization' | 'role' | 'ownershipTransfer' | 'user'

export type UserDb = { [Key in Visible]: Readable<Key> } & Pick<Db, '$queryRaw'>

/** Runs `work` as the signed-in person. Throws unauthenticated when the session has ended. */
export function withUser<T>(ctx: UserContext, work: (db: UserDb, session: PersonSession) => Promise<T>): Promise<T> {
  return transaction<PersonRow, T>(
    'tenant',
    async () => asRole('person', await personCheck(ctx)),
    (db, row) => work(db, toPersonSession(row, ctx)),
  )
}
