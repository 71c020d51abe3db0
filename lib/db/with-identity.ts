// The scoped transaction of people, sign-ins, links, mails and signing keys: nothing that belongs to an organization can be
// reached from here, but which organizations there are and which tokens have ended. It has a login of its own. For lib/auth,
// lib/org-token, lib/mail and jobs alone.
import { utc } from './authorize'
import type { Db } from './scope'
import { transaction } from './transaction'

type IdentityTable =
  | 'user'
  | 'session'
  | 'emailToken'
  | 'email'
  | 'signingKey'
  | 'permissionSet'
  | 'setting'
  | 'deletedToken'
  | 'organization'
  | 'organizationVisit'
  | 'orgToken'
  | 'invitation'

/** The tables of people and sign-ins; everything else belongs to an organization. */
export type IdentityDb = Pick<Db, IdentityTable | '$queryRaw' | '$executeRaw' | '$beforeCommit'>

/** Runs `work` as the role `identity`. */
export function withIdentity<T>(work: (db: IdentityDb) => Promise<T>): Promise<T> {
  const role = { text: `select set_config('role', 'identity', true), ${utc}`, values: [], role: 'identity' }
  return transaction('identity', () => role, work)
}
