// Signing in with an identity provider, connecting one to an account, and confirming a sign-in with it. A person is known by issuer and
// subject, never by an address: an unknown one gets a new account if the provider has verified an address that has none. Otherwise the
// person signs in as before and connects the provider on the account's page.
import { authorizeUser } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { provenPerson, type ProvenPerson } from '@/lib/auth/proven-person'
import { isRecentlyProven, proofTimeOf, type Identity } from '@/lib/auth/providers'
import { listConfirmations, renewSignIn } from '@/lib/auth/step-up'
import { AppError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { accountConnectedMessage } from '@/lib/mail/sign-in-templates'
import { counting } from '@/lib/requests/rate-limits'
import { signUpSchema } from './schema'
import { signInProven } from './sessions'
import { assertMaySignUp, signUpLimits } from './sign-up-policy'
import { createVerified } from './verified-account'

/** So that a list of them stays short. */
const maxConnections = 20

/**
 * A new session for the person of an identity, with a new account for one that is unknown. Throws email_unverified for an
 * unknown one without a verified address, conflict if the address has an account, sign_up_closed, rate_limited.
 */
export async function signInWith(identity: Identity, headers: Headers): Promise<UserContext> {
  const proven = (await noteUse(identity)) ?? (await signUpWith(identity, headers))
  return signInProven({ ...proven, provenAt: proofTimeOf(identity) }, headers, 'fed')
}

const keyOf = ({ provider: { issuer }, subject }: Identity) => ({ issuer, subject })

// In: an identity, and the account that it must be connected to, if only one may use it. Out: the person that it is connected to.
const noteUse = (identity: Identity, by: { userId?: string } = {}): Promise<ProvenPerson | undefined> =>
  withIdentity(async (db) => {
    const [known] = await db.connection.updateManyAndReturn({
      where: { ...keyOf(identity), ...by },
      data: { lastUsedAt: new Date() },
      select: { userId: true },
    })
    return known && provenPerson(db, known.userId)
  })

async function signUpWith(identity: Identity, headers: Headers): Promise<ProvenPerson> {
  const { email, name } = identity
  if (!email) throw new AppError('email_unverified')
  await assertMaySignUp(email)
  const given = signUpSchema.shape.name.safeParse(name)
  const owner = { email, name: given.success ? given.data : email.split('@')[0]!, passwordHash: null }
  return counting(signUpLimits(headers), () =>
    withIdentity(async (db) => {
      const userId = await createVerified(db, owner)
      await insert(db, userId, identity)
      return provenPerson(db, userId)
    }),
  )
}

async function insert(db: IdentityDb, userId: string, identity: Identity): Promise<void> {
  const data = { userId, ...keyOf(identity), email: identity.email }
  const { count } = await db.connection.createMany({ data: [data], skipDuplicates: true })
  if (count === 0) throw new AppError('conflict', { detail: 'This account is connected already.' })
}

/**
 * Connects an identity to the account of the session that began it, where requireVerifiedPerson was called. Does nothing if it is
 * connected to this account already. Throws unauthenticated, email_unverified, rate_limited (it has the maximum), and conflict if it
 * is connected to another account.
 */
export async function connect(ctx: UserContext, identity: Identity): Promise<void> {
  const { userId, user } = await authorizeUser(ctx)
  if (!user.emailVerified) throw new AppError('email_unverified')
  if (await noteUse(identity, { userId })) return
  await withIdentity(async (db) => {
    if ((await db.connection.count({ where: { userId } })) >= maxConnections) throw new AppError('rate_limited')
    await insert(db, userId, identity)
    const { provider, email } = identity
    await enqueueEmail(db, user.email, accountConnectedMessage({ name: user.name, provider: provider.name, email }))
  })
}

/**
 * Notes that the person of a session has just proven themselves at a provider that is connected to their account. Out: the
 * session, for the browser's new cookie. Throws unauthenticated; invalid_credentials for another person's identity, for a
 * proof that is not recent, and for an account that has a second factor, which confirms alone.
 */
export async function confirmWith(ctx: UserContext, identity: Identity): Promise<UserContext> {
  const { userId } = await authorizeUser(ctx)
  const confirms = (await listConfirmations(ctx)).includes('connection') && isRecentlyProven(identity)
  if (!confirms || !(await noteUse(identity, { userId }))) throw new AppError('invalid_credentials')
  return renewSignIn(ctx, ['fed'])
}
