// An invitation as the invited get at it: by the secret of its link, and in the state that it is in now.
import { linkTokenSchema } from '@/lib/auth/email-links'
import { holderOf, missingFor } from '@/lib/auth/permissions'
import type { UserContext } from '@/lib/db/entry'
import type { InvitationEntry, InvitationKey } from '@/lib/db/with-credential'
import type { OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { assertBelow, countAgainst } from '@/lib/rate-limits'
import { clientNetwork } from '@/lib/request'
import { hashSecret, statusOf, type InvitationStatus } from './invitation'

export type Offer = Awaited<ReturnType<typeof readOffer>>

export async function readOffer(db: OrgDb, key: InvitationKey) {
  const found = await db.invitation.findFirst({
    where: key,
    select: {
      id: true,
      email: true,
      role: true,
      emailId: true,
      expiresAt: true,
      acceptedAt: true,
      declinedAt: true,
      revokedAt: true,
      inviter: { select: { id: true, name: true } },
    },
    relationLoadStrategy: 'join',
  })
  if (!found) throw new AppError('not_found')
  return found
}

/**
 * Runs `work` with what a secret leads to. Only unknown secrets are counted, against `who` tries them: a whole office may
 * open its links at once. Throws not_found, rate_limited.
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
    if (error instanceof AppError && error.code === 'not_found') await countAgainst('invitation_by_network', guesser)
    throw error
  }
}

// An offer does not outlive the right to make it: when the inviter left or may no longer grant the role, it is withdrawn.
export function currentStatus(offer: Offer, entry: InvitationEntry): InvitationStatus {
  const status = statusOf(offer)
  if (status !== 'pending') return status
  return mayStillInvite(offer, entry) ? 'pending' : 'revoked'
}

/** Whether whoever made an offer may still make it: the roles are those of now. */
export function mayStillInvite(
  offer: Pick<Offer, 'role'>,
  { inviterRole, customRoles }: Pick<InvitationEntry, 'inviterRole' | 'customRoles'>,
): boolean {
  const inviter = holderOf(inviterRole, customRoles)
  return inviter.permissions.includes('org:invitations:write') && missingFor(inviter, offer.role).length === 0
}
