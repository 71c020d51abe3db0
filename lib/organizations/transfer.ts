// Transfers the ownership: an owner offers it, the member accepts or declines within a week. Accepting makes the member
// owner and the offerer admin in one transaction, which checks again that the offerer may transfer.
import { z } from 'zod'
import { organizationTarget, recordAudit, recordAudits, type NewAuditEvent } from '@/lib/audit/record'
import { holderOf } from '@/lib/permissions/roles'
import { assertMayGrant, missingFor } from '@/lib/permissions/grants'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import { markOf, type MemberSession, type OrgContext, type OrgSession, type UserContext } from '@/lib/db/session'
import { sql, type Sql } from '@/lib/db/sql'
import { queryOrg, withOrg, type OrgDb } from '@/lib/db/with-org'
import { queryUser } from '@/lib/db/with-user'
import { AppError, fieldError } from '@/lib/errors'
import { idSchema, personSchema, timeSchema } from '@/lib/schemas'
import { enqueueOrgEmail } from '@/lib/mail/outbox'
import { ownershipOfferedMessage } from '@/lib/mail/organization-templates'

export const offerOwnershipSchema = z.strictObject({ user_id: z.string().min(1, 'Choose a member.').max(64) })

const lifetimeDays = 7

type Person = { id: string; name: string }
export type Transfer = { id: string; recipient: Person; offerer: Person; createdAt: Date; expiresAt: Date }

const open = { acceptedAt: null, declinedAt: null, revokedAt: null } as const

/** The pending offer of the organization, or null. */
export const findTransfer = (ctx: OrgContext): Promise<Transfer | null> => queryOrg(ctx, 'org:read', queryOpen, first)

/** The pending offer if it is made to the caller, otherwise null. For any member. */
export const findTransferToMe = (ctx: OrgContext): Promise<Transfer | null> =>
  queryOrg(ctx, 'any', ({ actor }) => sql`${queryOpen()} where recipient->>'id' = ${actor.id}`, first)

const queryOpen = (): Sql =>
  sql`select id, created_at as "createdAt", expires_at as "expiresAt", recipient, offerer from open_transfer()`

const first = ([transfer]: Transfer[]): Transfer | null => transfer ?? null

const findOpen = async (db: OrgDb): Promise<Transfer | null> => first(await db.$queryRaw<Transfer[]>(queryOpen()))

/**
 * Makes an offer, and replaces a pending one. Throws not_found for a person who is not a member, validation_failed for the caller and
 * for a person who is deleting their account, reauth_required.
 */
export const offerOwnership = (ctx: OrgContext, { user_id: userId }: z.infer<typeof offerOwnershipSchema>) =>
  withOrg(ctx, 'org:transfer', async (db, session): Promise<Transfer> => {
    requireRecentSignIn(session)
    assertMayGrant(session, 'owner')
    if (userId === session.responsibleId) throw fieldError('user_id', 'Choose a person other than yourself.')
    const recipient = await db.user.findFirst({
      where: { id: userId },
      select: { name: true, email: true, deletedAt: true },
    })
    if (!recipient) throw new AppError('not_found', { detail: 'This person is not a member of the organization.' })
    if (recipient.deletedAt)
      throw fieldError('user_id', 'This person is deleting their account. Choose another member.')
    await db.ownershipTransfer.updateMany({ where: open, data: { revokedAt: new Date() } })
    const expiresAt = new Date(Date.now() + lifetimeDays * 24 * 60 * 60 * 1000)
    await db.ownershipTransfer.create({
      data: { userId, offeredBy: session.responsibleId, expiresAt },
      select: { id: true },
    })
    const message = ownershipOfferedMessage({
      name: recipient.name,
      offerer: session.actor.name,
      organization: markOf(session),
      path: `/o/${session.org.slug}/settings/danger`,
    })
    await enqueueOrgEmail(db, recipient.email, message)
    await record(db, session, 'organization.transfer_offered', { id: userId, name: recipient.name })
    return (await findOpen(db))!
  })

/** Revokes the pending offer. Throws transfer_ended if there is none. */
export const revokeTransfer = (ctx: OrgContext): Promise<void> =>
  withOrg(ctx, 'org:transfer', async (db, session) => {
    const { recipient } = await endOffer(db, {}, 'revokedAt')
    await record(db, session, 'organization.transfer_revoked', recipient)
  })

/**
 * Accepts as the member to whom it was offered. Throws transfer_ended, also if the offerer can no longer transfer, and
 * reauth_required.
 */
export const acceptTransfer = (ctx: OrgContext): Promise<void> =>
  withOrg(ctx, 'any:write', async (db, session) => {
    const { userId, user } = requirePerson(session)
    requireRecentSignIn(session)
    const { offerer } = await endOffer(db, { userId }, 'acceptedAt')
    const [given, mine] = await lockRoles(db, [offerer.id, userId])
    if (missingFor(holderOf(given!, session.customRoles), 'owner').length > 0) throw new AppError('transfer_ended')
    // The new owner first, because the organization must always have one.
    await db.membership.updateMany({ where: { userId }, data: { role: 'owner' } })
    await db.membership.updateMany({ where: { userId: offerer.id }, data: { role: 'admin' } })
    await recordAudits(db, session, [
      {
        action: 'organization.transferred',
        target: organizationTarget(session.org),
        changes: { owner: [offerer.name, user.name] },
      },
      ...(mine === 'owner' ? [] : [roleChanged(user, mine!, 'owner')]),
      roleChanged(offerer, given!, 'admin'),
    ])
  })

async function lockRoles(db: OrgDb, userIds: string[]): Promise<(string | undefined)[]> {
  const rows = await db.$queryRaw<{ id: string; role: string }[]>`
    select user_id as id, role from memberships where user_id = any(${userIds}) order by user_id for update`
  return userIds.map((userId) => rows.find(({ id }) => id === userId)?.role)
}

const roleChanged = ({ id, name }: Person, from: string, to: string): NewAuditEvent => ({
  action: 'member.role_changed',
  target: { type: 'member', id, name },
  changes: { role: [from, to] },
})

/** Declines as the member to whom it was offered. Throws transfer_ended. */
export const declineTransfer = (ctx: OrgContext): Promise<void> =>
  withOrg(ctx, 'any:write', async (db, session) => {
    const { userId, user } = requirePerson(session)
    await endOffer(db, { userId }, 'declinedAt')
    await record(db, session, 'organization.transfer_declined', user)
  })

// Ends the offer; of simultaneous calls one succeeds.
async function endOffer(
  db: OrgDb,
  made: { userId?: string },
  end: 'acceptedAt' | 'declinedAt' | 'revokedAt',
): Promise<Transfer> {
  const transfer = await requireOpen(db)
  const { count } = await db.ownershipTransfer.updateMany({
    where: { id: transfer.id, ...made, ...open },
    data: { [end]: new Date() },
  })
  if (count === 0) throw new AppError('transfer_ended')
  return transfer
}

async function requireOpen(db: OrgDb): Promise<Transfer> {
  const transfer = await findOpen(db)
  if (!transfer) throw new AppError('transfer_ended')
  return transfer
}

function requirePerson(session: OrgSession): MemberSession {
  if ('user' in session && !session.viewAs) return session
  throw new AppError('insufficient_permissions', { detail: 'Only the person themselves can answer this.' })
}

const record = (db: OrgDb, session: OrgSession, action: string, { id, name }: Person) =>
  recordAudit(db, session, action, { type: 'user', id, name })

export type MyOffer = { organization: { id: string; slug: string; name: string }; expiresAt: Date }

/** Organizations whose ownership is offered to the signed-in person. */
export const listMyOffers = (ctx: UserContext): Promise<MyOffer[]> =>
  queryUser(
    ctx,
    sql`
      select t.expires_at as "expiresAt", jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) as organization
      from ownership_transfers t join organizations o on o.id = t.organization_id and o.deleted_at is null
        join users u on u.id = t.offered_by and u.deleted_at is null
      where t.user_id = ${ctx.userId} and t.expires_at > now()
        and t.accepted_at is null and t.declined_at is null and t.revoked_at is null`,
  )

export const transferJsonSchema = z
  .object({
    id: z.string(),
    user_id: idSchema('user').meta({ description: 'Whom it is offered to.' }),
    offered_by: personSchema,
    status: z.literal('pending'),
    created_at: timeSchema,
    expires_at: timeSchema,
  })
  .meta({ id: 'OwnershipTransfer' })

export const toTransferJson = ({
  id,
  recipient,
  offerer,
  createdAt,
  expiresAt,
}: Transfer): z.input<typeof transferJsonSchema> => ({
  id,
  user_id: recipient.id,
  offered_by: { user_id: offerer.id, name: offerer.name },
  status: 'pending',
  created_at: createdAt.toISOString(),
  expires_at: expiresAt.toISOString(),
})
