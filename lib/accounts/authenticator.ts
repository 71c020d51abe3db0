// A person's authenticator app: its secret is shown until a code has confirmed it, and never again.
import { renderSVG } from 'uqr'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import { confirmTotpSecret, createTotpSecret, findUnconfirmedKey, type TotpKey } from '@/lib/auth/totp'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError, fieldError, notFound } from '@/lib/errors'
import { consume, refund } from '@/lib/requests/rate-limits'
import { requireRecentPerson, requireVerifiedPerson, withOwnAccount } from './own-account'
import { addSecondFactor, removeSecondFactor, type AddedFactor } from './second-factors'

/** Makes a secret, which `findAuthenticatorKey` shows. Throws reauth_required, conflict if there is an app already. */
export async function startAuthenticator(ctx: UserContext): Promise<void> {
  const { userId } = await requireVerifiedPerson(ctx)
  await withIdentity(async (db) => {
    if ((await db.totpSecret.count({ where: { userId, confirmedAt: { not: null } } })) > 0)
      throw new AppError('conflict', { detail: 'You have an authenticator app already. Remove it first.' })
    await createTotpSecret(db, userId)
  })
}

/** The secret that waits to be confirmed, with its QR code as SVG; null if there is none. Throws reauth_required. */
export const findAuthenticatorKey = (ctx: UserContext): Promise<(TotpKey & { qrCode: string }) | null> =>
  withOwnAccount(ctx, async (db, session) => {
    // Whose old cookie was copied must not learn the codes of a second factor that the person is about to add.
    requireRecentSignIn(session)
    const key = await findUnconfirmedKey(db, session.userId, session.user.email)
    return key && { ...key, qrCode: renderSVG(key.uri, { border: 2 }) }
  })

/** The app counts from now on. Throws reauth_required, unauthenticated, validation_failed for a wrong code, rate_limited. */
export async function confirmAuthenticator(ctx: UserContext, code: string): Promise<AddedFactor> {
  const session = await requireVerifiedPerson(ctx)
  await consume('confirmations_by_session', session.sessionId)
  const added = await addSecondFactor(session, { factor: 'totp', amr: ['otp', 'mfa'] }, async (db) => {
    if (!(await confirmTotpSecret(db, session.userId, code)))
      throw fieldError('code', 'This is not the code that your app shows now. Check the time of your device.')
  })
  await refund('confirmations_by_session', session.sessionId)
  return added
}

/** Throws reauth_required, not_found. */
export async function removeAuthenticator(ctx: UserContext): Promise<void> {
  const session = await requireRecentPerson(ctx)
  await removeSecondFactor(session, async (db) => {
    const { count } = await db.totpSecret.deleteMany({ where: { userId: session.userId, confirmedAt: { not: null } } })
    if (count === 0) notFound()
    return { factor: 'totp' }
  })
}
