// Finds an invitation by the secret of its link, and says what state it is in.
import { linkTokenSchema } from '@/lib/accounts/email-links'
import { hashSecret } from '@/lib/auth/hash-secret'
import { holderOf, type CustomRoles } from '@/lib/permissions/roles'
import { missingFor } from '@/lib/permissions/grants'
import type { UserContext } from '@/lib/db/session'
import type { InvitationSession } from '@/lib/db/with-credential'
import { AppError } from '@/lib/errors'
import { assertBelow, consume } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { statusOf, type InvitationStatus } from './schema'

/**
 * Runs `work` with the hash of a secret. Only unknown secrets count against `who`, because a whole office may open its
 * links at once. Throws not_found, rate_limited.
 */
export async function bySecret<T>(
  token: string,
  who: Headers | UserContext,
  work: (key: { tokenHash: string }) => Promise<T>,
): Promise<T> {
  const guesser = who instanceof Headers ? clientNetwork(who) : who.userId
  await assertBelow('invitation_by_network', guesser)
  try {
    if (!linkTokenSchema.safeParse(token).success) throw new AppError('not_found')
    return await work({ tokenHash: hashSecret(token) })
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') await consume('invitation_by_network', guesser)
    throw error
  }
}

/**
 * The status as the invited person sees it. An invitation counts as revoked when its inviter has left, is deleting their
 * account, or can no longer grant the role.
 */
export function currentStatus(session: InvitationSession): InvitationStatus {
  const status = statusOf(session.offer)
  if (status !== 'pending') return status
  return mayStillInvite(session) ? 'pending' : 'revoked'
}

/** Whether the inviter may still invite to this role, by their current role. */
export function mayStillInvite({ offer, customRoles }: CurrentOffer): boolean {
  const inviter = holderOf(offer.inviter?.role ?? null, customRoles)
  return inviter.permissions.includes('org:invitations:write') && missingFor(inviter, offer.role).length === 0
}

type CurrentOffer = { offer: { role: string; inviter: { role: string } | null }; customRoles: CustomRoles }
