// What a signed-in person reads and changes of their own account.
import { authorizeUser } from '@/lib/db/authorize'
import type { PersonSession, UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'

/** Runs `work` for the signed-in person, after the access check. Throws unauthenticated. */
export async function withOwnAccount<T>(
  ctx: UserContext,
  work: (db: IdentityDb, session: PersonSession) => Promise<T>,
): Promise<T> {
  const session = await authorizeUser(ctx)
  return withIdentity((db) => work(db, session))
}
