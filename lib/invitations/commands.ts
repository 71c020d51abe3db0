// Invitations as the members of an organization see them: the list, the end of an offer, a fresh link.
import { recordAudit } from '@/lib/audit/record'
import { assertMayGrant } from '@/lib/permissions/grants'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import type { Message } from '@/lib/mail/templates'
import { consumeLinkQuota, consumeOne } from './limits'
import {
  hashSecret,
  invitationFields,
  invitationPath,
  messageFor,
  newExpiry,
  newSecret,
  pendingWhere,
  statusOf,
  toAuditTarget,
  type Invitation,
} from './schema'

/** Ends an open invitation. Whoever may write invitations may, whatever its role: it takes an offer back and gives none. */
export const revokeInvitation = (ctx: OrgContext, id: string): Promise<void> =>
  withOrg(ctx, 'org:invitations:write', async (db, session) => {
    const invitation = await requireOpen(db, id)
    await db.invitation.updateMany({ where: { id, ...pendingWhere }, data: { revokedAt: new Date() } })
    await recordAudit(db, session, 'invitation.revoked', toAuditTarget(invitation), { role: [invitation.role, null] })
  })

/** Ends the old link and mails a new one, good for as long again. */
export async function resendInvitation(ctx: OrgContext, id: string): Promise<Invitation> {
  const { invitation } = await renew(ctx, id, true)
  return invitation
}

/** A fresh link to hand over by other means; the one that was mailed ends. Out: the path with the secret, shown once. */
export async function copyInvitationLink(ctx: OrgContext, id: string): Promise<string> {
  return (await renew(ctx, id, false)).path
}

async function renew(ctx: OrgContext, id: string, mailed: boolean) {
  return withOrg(ctx, 'org:invitations:write', async (db, session) => {
    const { email, role } = await requireOpen(db, id)
    // A link that an admin has seen proves no address (see landing.ts).
    const token = mailed ? newSecret(email) : newSecret()
    assertMayGrant(session, role)
    // Whoever renews an offer makes it: it may have expired, or have lost whoever made it before.
    requireRecentSignInToAssign(session, role)
    await (mailed ? consumeOne(session, email) : consumeLinkQuota(session))
    const renewed = {
      tokenHash: hashSecret(token),
      expiresAt: newExpiry(),
      invitedBy: session.responsibleId,
      emailId: null,
    }
    await db.invitation.updateMany({ where: { id }, data: renewed })
    if (mailed) await mail(db, id, email, messageFor(session, role, token))
    const invitation = await db.invitation.findFirst({ where: { id }, select: invitationFields })
    await recordAudit(db, session, mailed ? 'invitation.resent' : 'invitation.link_copied', toAuditTarget(invitation!))
    return { invitation: invitation!, path: invitationPath(token) }
  })
}

// An expired invitation can be renewed or withdrawn too; one that ended cannot. Locked: whoever accepts it at this moment
// waits, or is waited for.
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
