// People, sign-ins, links, mails and signing keys: nothing that belongs to an organization can be reached from here,
// because the role `identity` has no right on any tenant table, but for the places of revoked tokens in their list. For lib/auth, lib/org-token and lib/mail alone.
import type { Prisma } from './client'
import { transaction } from './transaction'

export type IdentityDb = Pick<
  Prisma.TransactionClient,
  'user' | 'session' | 'emailToken' | 'email' | 'signingKey' | 'permissionSet' | '$queryRaw' | '$executeRaw'
>

/** Runs `work` as the role `identity`. */
export function withIdentity<T>(work: (db: IdentityDb) => Promise<T>): Promise<T> {
  return transaction(async (db) => {
    await db.$queryRaw`select set_config('role', 'identity', true)`
    return work(db)
  })
}
