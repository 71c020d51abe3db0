// What a signed-in person reads and changes of their own account.
import { requireRecentSignIn } from '@/lib/auth/step-up'
import { authorizeUser } from '@/lib/db/authorize'
import type { PersonSession, UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'

/** Runs `work` for the signed-in person, after the access check. Throws unauthenticated. */
export async function withOwnAccount<T>(
  ctx: UserContext,
  work: (db: IdentityDb, session: PersonSession) => Promise<T>,
): Promise<T> {
  const session = await authorizeUser(ctx)
  return withIdentity((db) => work(db, session))
}

/** The signed-in person. Throws unauthenticated, and reauth_required for a sign-in that is not recent. */
export async function requireRecentPerson(ctx: UserContext): Promise<PersonSession> {
  const session = await authorizeUser(ctx)
  requireRecentSignIn(session)
  return session
}

/**
 * The same for what gives a way in. Throws email_unverified, too: a person who signed up with another person's address must not
 * keep a way in after that person proves it.
 */
export async function requireVerifiedPerson(ctx: UserContext): Promise<PersonSession> {
  const session = await requireRecentPerson(ctx)
  if (!session.user.emailVerified) throw new AppError('email_unverified')
  return session
}
