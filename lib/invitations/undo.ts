// Takes back that an invitation was revoked (lib/requests/undo.ts). Its link works again, so no new mail is needed.
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { requireRecentSignInToAssign } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { assertMayGrant } from '@/lib/permissions/grants'
import { assertVersion, expectedInForm } from '@/lib/requests/versions'
import { undoing } from '@/lib/requests/undo'
import { invitationFields, pendingWhere, toAuditTarget } from './schema'

const revocationSchema = z.object({ id: z.string(), revokedAt: z.string() })

export const undo = undoing('revocation', revocationSchema, async (ctx, { id, revokedAt }) => {
  const email = await reopenInvitation(ctx, id, revokedAt)
  return { message: `The invitation of ${email} is valid again.` }
})

/**
 * It offers the role again, so it takes what inviting takes. `revokedAt`: the revocation to take back, as text. Throws
 * not_found, insufficient_permissions, reauth_required, already_member, already_invited, precondition_failed (changed since).
 */
export const reopenInvitation = (ctx: OrgContext, id: string, revokedAt: string): Promise<string> =>
  withOrg(ctx, 'org:invitations:write', async (db, session) => {
    await db.$queryRaw`select 1 from invitations where organization_id = current_org() and id = ${id} for update`
    const invitation = await db.invitation.findFirst({ where: { id }, select: invitationFields })
    if (!invitation) throw new AppError('not_found')
    const { email, role } = invitation
    assertVersion(expectedInForm(revokedAt), invitation.revokedAt ?? '', () => 'This invitation has changed since.')
    if (invitation.delivery?.status === 'canceled')
      throw new AppError('conflict', { detail: 'The mail with its link was not sent. Invite them again instead.' })
    assertMayGrant(session, role)
    requireRecentSignInToAssign(session, role)
    await assertNotInvitedAgain(db, email)
    // With the role, so that the database refuses one that was deleted meanwhile.
    await db.invitation.updateMany({ where: { id }, data: { revokedAt: null, role } })
    await recordAudit(db, session, 'invitation.reopened', toAuditTarget(invitation), { role: [null, role] })
    return email
  })

async function assertNotInvitedAgain(db: OrgDb, email: string): Promise<void> {
  if (await db.user.findFirst({ where: { email }, select: { id: true } })) throw new AppError('already_member')
  if (await db.invitation.findFirst({ where: { email, ...pendingWhere }, select: { id: true } }))
    throw new AppError('already_invited')
}
