// The scoped transaction of people, sessions, links, mails and signing keys. Of organizations it shows only which exist
// and which tokens have ended. It has its own login. It is for sign-ins, accounts, mails, signing keys, jobs, and questions about all
// organizations, such as whether a slug is taken.
import { utc } from './authorize'
import type { Db } from './scope'
import { transaction } from './transaction'

type IdentityTable =
  | 'user'
  | 'userPicture'
  | 'totpSecret'
  | 'passkey'
  | 'recoveryCode'
  | 'pendingSignIn'
  | 'usedChallenge'
  | 'session'
  | 'emailToken'
  | 'connection'
  | 'signInCode'
  | 'usedProof'
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

/** Runs `work` as the database role `identity`. */
export function withIdentity<T>(work: (db: IdentityDb) => Promise<T>): Promise<T> {
  const role = { text: `select set_config('role', 'identity', true), ${utc}`, values: [], role: 'identity' }
  return transaction('identity', () => role, work)
}
