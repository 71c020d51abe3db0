// The end of an organization. Deleting closes it to everybody at once; for a while its owners may restore it, then a job
// purges it for good. Its slug stays its own until then.
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import { authorizeOrg } from '@/lib/db/authorize'
import type { MemberSession, OrgContext, UserContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { withUser, type UserDb } from '@/lib/db/with-user'
import { AppError, fieldError } from '@/lib/errors'
import { enqueueOrgEmail } from '@/lib/mail/outbox'
import { organizationDeletedMessage } from '@/lib/mail/templates'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { isSingleTenancy } from './tenancy'

/** How long a deleted organization can be restored; then it is purged. The database is told at every start. */
export const restorableDays = 30

export const deleteByNameSchema = z.strictObject({ name: z.string().max(400) })

/**
 * Its tokens are revoked, its keys and invitations refused from now on. `seen`: what the caller takes for its version, the
 * time of its last change. Throws precondition_failed, reauth_required.
 */
export const deleteOrganization = (ctx: OrgContext, expectedVersion?: ExpectedVersion): Promise<void> =>
  closeOrganization(ctx, null, expectedVersion)

/** The same for whoever typed the organization's name, so that it is this one that is meant. Throws validation_failed. */
export const deleteOrganizationByName = (
  ctx: OrgContext,
  { name }: z.infer<typeof deleteByNameSchema>,
): Promise<void> => closeOrganization(ctx, name)

const closeOrganization = (
  ctx: OrgContext,
  typedName: string | null,
  expectedVersion?: ExpectedVersion,
): Promise<void> =>
  withOrg(ctx, 'org:delete', async (db, session) => {
    const [row] = await db.$queryRaw<{ version: Date }[]>`
      select updated_at as version from organizations where id = ${session.org.id} for update`
    assertVersion(expectedVersion, row!.version)
    if (typedName !== null && typedName.normalize('NFC').trim() !== session.org.name)
      throw fieldError('name', `Type ${session.org.name}, exactly as it stands here.`)
    requireRecentSignIn(session)
    // First, so that whoever joins at this moment waits, or is waited for. (The database says when it was.)
    await db.organization.update({
      where: { id: session.org.id },
      data: { deletedAt: new Date() },
      select: { id: true },
    })
    const target = { type: 'organization', id: session.org.id, name: session.org.name }
    await recordAudit(db, session, 'organization.deleted', target)
    // Last: the end of an organization calls its mails off.
    await notifyOwners(db, session.org.name, session.actor.name)
  })

// Whoever else could have stopped it can still undo it.
async function notifyOwners(db: OrgDb, organization: string, by: string): Promise<void> {
  const owners = await db.$queryRaw<{ name: string; email: string }[]>`
    select u.name, u.email from memberships m join users u on u.id = m.user_id where m.role = 'owner'`
  for (const { name, email } of owners)
    await enqueueOrgEmail(db, email, organizationDeletedMessage({ name, organization, by, days: restorableDays }))
}

export type DeletedOrganization = { id: string; slug: string; name: string; deletedAt: Date; restorableUntil: Date }

const dayMs = 24 * 60 * 60 * 1000

/** What the signed-in person owned, newest end first. */
export const listDeletedOrganizations = (ctx: UserContext): Promise<DeletedOrganization[]> => withUser(ctx, readDeleted)

async function readDeleted(db: UserDb, { userId }: { userId: string }): Promise<DeletedOrganization[]> {
  const deletedAt = { gt: new Date(Date.now() - restorableDays * dayMs) }
  const rows = await db.membership.findMany({
    where: { userId, role: 'owner', organization: { deletedAt } },
    select: { organization: { select: { id: true, slug: true, name: true, deletedAt: true } } },
    orderBy: { organization: { deletedAt: 'desc' } },
    relationLoadStrategy: 'join',
  })
  return rows.map(({ organization: { deletedAt, ...organization } }) => ({
    ...organization,
    deletedAt: deletedAt!,
    restorableUntil: new Date(deletedAt!.getTime() + restorableDays * dayMs),
  }))
}

/**
 * Opens a deleted organization again, for an owner of it. Everything is as it was, but the tokens: those stay revoked. Throws
 * not_found, already_member_elsewhere.
 */
export async function restoreOrganization(ctx: UserContext, organizationId: string): Promise<MemberSession> {
  const { deleted, user } = await withUser(ctx, async (db, person) => {
    if (isSingleTenancy() && (await livesElsewhere(db, person.userId))) throw new AppError('already_member_elsewhere')
    return { deleted: await readDeleted(db, person), user: person.user }
  })
  const found = deleted.find(({ id }) => id === organizationId)
  if (!found) throw new AppError('not_found')
  const { id, name } = found
  const author = {
    actor: { type: 'user' as const, id: user.id, name: user.name },
    responsibleId: user.id,
    ...originOf(ctx),
  }
  await withOrg({ actorId: user.id, organization: id }, 'any:write', async (db) => {
    const { count } = await db.organization.updateMany({
      where: { id, deletedAt: { not: null } },
      data: { deletedAt: null },
    })
    if (count > 0) await recordAudit(db, author, 'organization.restored', { type: 'organization', id, name })
  })
  return authorizeOrg({ ...ctx, organization: id, tokenId: null })
}

const originOf = ({ origin }: UserContext) => origin && { origin }

const livesElsewhere = async (db: UserDb, userId: string): Promise<boolean> =>
  (await db.membership.count({ where: { userId, organization: { deletedAt: null } } })) > 0
