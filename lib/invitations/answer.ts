// Accepting and declining invitations. An invitation is for one verified address. Accepting requires the link's secret
// or the invitation's id, a session whose verified address is the invited one, a pending invitation, and an inviter who
// may still grant the role. One transaction checks all of that and uses the invitation up.
import { z } from 'zod'
import { recordAudit, recordAudits, type AuditChanges } from '@/lib/audit/record'
import { roleName, type CustomRoles } from '@/lib/permissions/roles'
import type { UserContext } from '@/lib/db/session'
import { withCredential, type InvitationSession, type InvitationKey, type Offer } from '@/lib/db/with-credential'
import type { OrgDb } from '@/lib/db/with-org'
import { sql } from '@/lib/db/sql'
import { queryUser } from '@/lib/db/with-user'
import { AppError } from '@/lib/errors'
import { enqueueOrgNotice } from '@/lib/mail/outbox'
import { invitationAnsweredMessage } from '@/lib/mail/organization-templates'
import { emailSchema, idSchema, nameSchema, roleJsonSchema } from '@/lib/schemas'
import { invitationStatuses, pendingWhere, toAuditTarget, type InvitationStatus } from './schema'
import { bySecret, currentStatus, mayStillInvite } from './by-secret'

type InvitationPreview = {
  organization: string
  inviter: string | null
  role: string
  email: string
  state: InvitationStatus
}

export type Joined = { id: string; slug: string; name: string }

/** The error codes of an invitation that has ended. */
export const endedCodes = [
  'invitation_accepted',
  'invitation_declined',
  'invitation_revoked',
  'invitation_expired',
] as const

export const previewJsonSchema = z
  .object({
    organization_name: nameSchema('Acme Corp'),
    inviter_name: nameSchema('Jane Doe').nullable(),
    role: roleJsonSchema,
    email: emailSchema.meta({ format: undefined, description: 'Masked.', example: 'f…@example.com' }),
    state: z.enum(invitationStatuses),
  })
  .meta({ id: 'InvitationPreview' })
export const joinedJsonSchema = z.object({
  organization: z.object({ id: idSchema('org'), slug: nameSchema('acme'), name: nameSchema('Acme Corp') }),
})

/** What anyone with the link may know; opening it changes nothing. Contains the whole address: see `maskEmail`. */
export const previewInvitation = (token: string, headers: Headers): Promise<InvitationPreview> =>
  bySecret(token, headers, (key) =>
    withCredential({ invitation: key, ctx: null }, async (_db, session) => ({
      organization: session.org.name,
      inviter: session.offer.inviter?.name ?? null,
      role: session.offer.role,
      email: session.offer.email,
      state: currentStatus(session),
    })),
  )

/**
 * Accepts as the signed-in person. Throws wrong_account, email_unverified, already_member (the member keeps their
 * role), and invitation_* for an invitation that has ended.
 */
export const acceptInvitation = (token: string, ctx: UserContext): Promise<Joined> =>
  bySecret(token, ctx, (key) => accept(key, ctx))

/**
 * Accepts by id; the verified address of the signed-in person proves the claim. Throws not_found for another person's
 * invitation.
 */
export const acceptMyInvitation = (ctx: UserContext, id: string): Promise<Joined> => accept({ id }, ctx)

/** Declines as the signed-in person. Out: the organization's name. Throws as `acceptInvitation` does. */
export const declineInvitation = (token: string, ctx: UserContext): Promise<string> =>
  bySecret(token, ctx, (key) => decline(key, ctx))

/** Declines by id. Out: the organization's name. Throws as `acceptMyInvitation` does. */
export const declineMyInvitation = (ctx: UserContext, id: string): Promise<string> => decline({ id }, ctx)

// already_member is thrown after the transaction, because a rollback would leave the invitation pending.
async function accept(key: InvitationKey, ctx: UserContext): Promise<Joined> {
  const { joined, org } = await withCredential({ invitation: key, ctx, hold: true }, async (db, session) => {
    const offer = requireMine(session)
    const joined = await join(db, session.user!.id, offer)
    const { actor } = session.user!
    const changes: AuditChanges = { role: [null, offer.role] }
    const joining = { action: 'member.joined', target: { ...actor, type: 'member' }, changes }
    if (joined) await tellInviter(db, session, true)
    await recordAudits(db, session.user!, [
      { action: 'invitation.accepted', target: toAuditTarget(offer) },
      ...(joined ? [joining] : []),
    ])
    const { id, slug, name } = session.org
    return { joined, org: { id, slug, name } }
  })
  if (!joined) throw new AppError('already_member')
  return org
}

// Uses the invitation up. Out: false if they were a member already.
async function join(db: OrgDb, userId: string, { id, role }: Offer): Promise<boolean> {
  const [done] = await db.$queryRaw<{ joined: boolean | null }[]>`
    select join_by_invitation(${userId}, ${id}, ${role}) as joined`
  if (done!.joined === null) throw new AppError('not_found')
  return done!.joined
}

const decline = (key: InvitationKey, ctx: UserContext): Promise<string> =>
  withCredential({ invitation: key, ctx, hold: true }, async (db, session) => {
    const offer = requireMine(session)
    await db.invitation.updateMany({ where: { id: offer.id, ...pendingWhere }, data: { declinedAt: new Date() } })
    await tellInviter(db, session, false)
    await recordAudit(db, session.user!, 'invitation.declined', toAuditTarget(offer))
    return session.org.name
  })

async function tellInviter(db: OrgDb, session: InvitationSession, accepted: boolean): Promise<void> {
  const { offer, org, user, customRoles } = session
  if (!offer.inviter) return
  const message = invitationAnsweredMessage({
    inviter: offer.inviter.name,
    person: user!.actor.name,
    email: offer.email,
    organization: org,
    role: roleName(offer.role, customRoles),
    accepted,
    path: `/o/${org.slug}/${accepted ? 'members' : 'invitations?status=declined'}`,
  })
  await enqueueOrgNotice(db, offer.inviter.id, 'invitation_answered', message)
}

function requireMine(session: InvitationSession): Offer {
  const { offer, user } = session
  if (offer.email !== user!.email) throw new AppError('wrong_account')
  if (!user!.emailVerified) throw new AppError('email_unverified')
  const status = currentStatus(session)
  if (status !== 'pending') throw new AppError(`invitation_${status}`)
  return offer
}

export type MyInvitation = {
  id: string
  role: string
  roleName: string
  organization: { id: string; name: string; logoUrl: string | null; hue: number | null }
  inviter: string | null
  expiresAt: Date
}

type OfferedRow = Omit<MyInvitation, 'roleName'> & { inviterRole: string | null; customRoles: CustomRoles }

/** The signed-in person's invitations that they can accept, newest first. Row-level security shows them no others. */
export async function listMyInvitations(ctx: UserContext): Promise<MyInvitation[]> {
  const rows = await queryUser<OfferedRow>(
    ctx,
    sql`
      select v.id, v.role, v.expires_at as "expiresAt", m.role as "inviterRole",
        (select name from users where id = v.invited_by) as inviter,
        jsonb_build_object('id', o.id, 'name', o.name, 'logoUrl', o.logo_url, 'hue', o.hue) as organization,
        (select coalesce(jsonb_object_agg(r.key, jsonb_build_object('name', r.name, 'permissions', r.permissions)), '{}')
          from roles r where r.organization_id = v.organization_id) as "customRoles"
      from invitations v join organizations o on o.id = v.organization_id and o.deleted_at is null
        left join (memberships m join users u on u.id = m.user_id and u.deleted_at is null)
          on m.organization_id = v.organization_id and m.user_id = v.invited_by
      where v.accepted_at is null and v.declined_at is null and v.revoked_at is null and v.expires_at > now()
      order by v.created_at desc`,
  )
  return rows.flatMap(({ inviterRole, customRoles, ...row }) => {
    const offer = { role: row.role, inviter: inviterRole === null ? null : { role: inviterRole } }
    return mayStillInvite({ offer, customRoles }) ? [{ ...row, roleName: roleName(row.role, customRoles) }] : []
  })
}
