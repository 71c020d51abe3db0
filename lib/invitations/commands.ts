// Changes by the inviting organization: revoking an invitation, mailing or copying a new link.
import { recordAudit } from '@/lib/audit/record'
import { assertMayGrant } from '@/lib/permissions/grants'
import { hashSecret } from '@/lib/auth/hash-secret'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext, OrgSession } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import type { Message } from '@/lib/mail/layout'
import { countingLink, countingMail } from './limits'
import {
  apiKeyOf,
  invitationFields,
  inviterAddress,
  invitationPath,
  messageFor,
  newExpiry,
  newSecret,
  pendingWhere,
  statusOf,
  toAuditTarget,
  type Invitation,
} from './schema'

/** `revokedAt`: for `reopenInvitation`; null if its mail had not been sent, because then its link is lost. */
type Revocation = { email: string; revokedAt: Date | null }

/**
 * Revokes an invitation. This needs no reach to its role, because it grants nothing. Throws not_found, invitation_* for
 * one that has ended.
 */
export const revokeInvitation = (ctx: OrgContext, id: string): Promise<Revocation> =>
  withOrg(ctx, 'org:invitations:write', async (db, session) => {
    const invitation = await requireOpen(db, id)
    const revokedAt = new Date()
    await db.invitation.updateMany({ where: { id, ...pendingWhere }, data: { revokedAt } })
    await recordAudit(db, session, 'invitation.revoked', toAuditTarget(invitation), { role: [invitation.role, null] })
    const { email, delivery } = invitation
    return { email, revokedAt: delivery?.status === 'queued' ? null : revokedAt }
  })

/**
 * Replaces the link, mails the new one and restarts its lifetime. Throws as `revokeInvitation` does, and rate_limited,
 * reauth_required.
 */
export async function resendInvitation(ctx: OrgContext, id: string): Promise<Invitation> {
  const { invitation } = await renew(ctx, id, true)
  return invitation
}

/** Replaces the link by one to hand over by other means. Out: its path with the secret, shown once. */
export async function copyInvitationLink(ctx: OrgContext, id: string): Promise<string> {
  return (await renew(ctx, id, false)).path
}

// Authorizes, counts, then renews: a limit is counted outside of transactions.
async function renew(ctx: OrgContext, id: string, mailed: boolean) {
  const { session, email } = await withOrg(ctx, 'org:invitations:write', async (db, session) => {
    const { email } = await requireRenewable(db, session, id)
    return { session, email }
  })
  const inOrganization = { ...ctx, organization: session.org.id }
  const work = () => withOrg(inOrganization, 'org:invitations:write', (db, current) => replace(db, current, id, mailed))
  return mailed ? countingMail(session, email, work) : countingLink(session, work)
}

async function replace(db: OrgDb, session: OrgSession, id: string, mailed: boolean) {
  const { email, role } = await requireRenewable(db, session, id)
  // An admin sees a copied link, so it does not prove the address (see preview.ts).
  const token = mailed ? newSecret(email) : newSecret()
  const renewed = {
    tokenHash: hashSecret(token),
    expiresAt: newExpiry(),
    invitedBy: session.responsibleId,
    apiKeyId: apiKeyOf(session),
    emailId: null,
  }
  await db.invitation.updateMany({ where: { id }, data: renewed })
  if (mailed) await mail(db, id, email, messageFor(session, await inviterAddress(db, session), role, token))
  const invitation = await db.invitation.findFirst({ where: { id }, select: invitationFields })
  await recordAudit(db, session, mailed ? 'invitation.resent' : 'invitation.link_copied', toAuditTarget(invitation!))
  return { invitation: invitation!, path: invitationPath(token) }
}

async function requireRenewable(db: OrgDb, session: OrgSession, id: string): Promise<Invitation> {
  const invitation = await requireOpen(db, id)
  assertMayGrant(session, invitation.role)
  // Renewing makes the caller the inviter: the invitation may have expired, or its inviter may have lost the right to
  // invite.
  requireRecentSignInToAssign(session, invitation.role)
  return invitation
}

// An expired invitation can be renewed or revoked too; one that was answered or revoked cannot. The lock serializes
// this with a simultaneous answer.
async function requireOpen(db: OrgDb, id: string): Promise<Invitation> {
  await db.$queryRaw`select 1 from invitations where organization_id = current_org() and id = ${id} for update`
  const invitation = await db.invitation.findFirst({ where: { id }, select: invitationFields })
  if (!invitation) throw new AppError('not_found')
  const status = statusOf(invitation)
  if (status !== 'pending' && status !== 'expired') throw new AppError(`invitation_${status}`)
  return invitation
}

async function mail(db: OrgDb, id: string, to: string, message: Message): Promise<void> {
  await db.$executeRaw`
    with mail as (select type_id('mail') as id), inserted as (
      insert into emails (id, "to", subject, text, html)
        select id, ${to}, ${message.subject}, ${message.text}, ${message.html} from mail
    ) update invitations set email_id = (select id from mail) where id = ${id}`
}
