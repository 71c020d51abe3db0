// Deletes and restores organizations. A deleted organization is closed to everyone at once; its owners may restore it
// for a while, then a job purges it. Its slug stays reserved until then.
import { z } from 'zod'
import { organizationTarget, recordAudit } from '@/lib/audit/record'
import { hasSecondFactor, listFactors } from '@/lib/auth/factors'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import { authorizeOrg } from '@/lib/db/authorize'
import { markOf, type MemberSession, type OrgContext, type UserContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { sql } from '@/lib/db/sql'
import { queryUser, withUser, type UserDb } from '@/lib/db/with-user'
import { AppError, fieldError } from '@/lib/errors'
import { enqueueOrgEmail } from '@/lib/mail/outbox'
import { organizationDeletedMessage } from '@/lib/mail/organization-templates'
import { assertVersion, type ExpectedVersion } from '@/lib/requests/versions'
import { listMyOrganizations } from './queries'
import { isSingleTenancy } from './tenancy'

/**
 * How many days a deleted organization can be restored before it is purged. The server writes this to the database when
 * it starts.
 */
export const restorableDays = 30

export const deleteByNameSchema = z.strictObject({ name: z.string().max(400) })

/**
 * Revokes its tokens, and refuses its keys and invitations from now on. `expectedVersion`: the time of the last change
 * that the caller read. Throws precondition_failed, reauth_required.
 */
export const deleteOrganization = (ctx: OrgContext, expectedVersion?: ExpectedVersion): Promise<void> =>
  closeOrganization(ctx, null, expectedVersion)

/** The same after typing the organization's name as a confirmation. Throws validation_failed for another name. */
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
      throw fieldError('name', `Type ${session.org.name}, exactly as shown here.`)
    requireRecentSignIn(session)
    // Before everything else, because the update's lock serializes this with a person who is joining. A trigger sets
    // the real time.
    await db.organization.update({
      where: { id: session.org.id },
      data: { deletedAt: new Date() },
      select: { id: true },
    })
    await recordAudit(db, session, 'organization.deleted', organizationTarget(session.org))
    // After the deletion, which cancels the queued mails of the organization.
    await notifyOwners(db, markOf(session), session.actor.name)
  })

// Notifies all owners, because each of them can restore it.
async function notifyOwners(db: OrgDb, organization: ReturnType<typeof markOf>, by: string): Promise<void> {
  const owners = await db.$queryRaw<{ name: string; email: string }[]>`
    select u.name, u.email from memberships m join users u on u.id = m.user_id where m.role = 'owner'`
  for (const { name, email } of owners)
    await enqueueOrgEmail(db, email, organizationDeletedMessage({ name, organization, by, days: restorableDays }))
}

export type DeletedOrganization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  hue: number | null
  deletedAt: Date
  restorableUntil: Date
}

/** Deleted organizations that the signed-in person owned, the latest deletion first. */
export const listDeletedOrganizations = (ctx: UserContext): Promise<DeletedOrganization[]> =>
  queryUser(ctx, deletedOf(ctx.userId))

const deletedOf = (owner: string) => sql`
  select o.id, o.slug, o.name, o.logo_url as "logoUrl", o.hue, o.deleted_at as "deletedAt",
    o.deleted_at + make_interval(days => ${restorableDays}::int) as "restorableUntil"
  from memberships m join organizations o on o.id = m.organization_id
  where m.user_id = ${owner} and m.role = 'owner' and o.deleted_at > now() - make_interval(days => ${restorableDays}::int)
  order by o.deleted_at desc`

/**
 * The deleted organization with this slug, for one of its owners who can restore it, perhaps after setting up the second factor that it
 * requires; null for anyone else, who must not learn that it existed.
 */
export async function findRestorable(ctx: UserContext, slug: string): Promise<DeletedOrganization | null> {
  const found = (await listDeletedOrganizations(ctx)).find((each) => each.slug === slug)
  if (!found || (isSingleTenancy() && (await listMyOrganizations(ctx)).length > 0)) return null
  return found
}

/**
 * Restores a deleted organization, for one of its owners. Everything is as before, except that its tokens stay revoked.
 * Throws not_found, already_member_elsewhere, second_factor_required.
 */
export async function restoreOrganization(ctx: UserContext, organizationId: string): Promise<MemberSession> {
  const { deleted, user } = await withUser(ctx, async (db, person) => {
    if (isSingleTenancy() && (await belongsElsewhere(db, person.userId))) throw new AppError('already_member_elsewhere')
    return { deleted: await db.$queryRaw<DeletedOrganization[]>(deletedOf(person.userId)), user: person.user }
  })
  const found = deleted.find(({ id }) => id === organizationId)
  if (!found) throw new AppError('not_found')
  const { id, name } = found
  const lacksFactor = !hasSecondFactor(await listFactors(user.id))
  const author = {
    actor: { type: 'user' as const, id: user.id, name: user.name },
    responsibleId: user.id,
    ...originOf(ctx),
  }
  await withOrg({ actorId: user.id, organization: id }, 'any:write', async (db) => {
    // The access check below refuses this, too, but only when the organization is there again.
    const { secondFactorFrom } = await db.organization.findFirstOrThrow({
      where: { id },
      select: { secondFactorFrom: true },
    })
    if (lacksFactor && secondFactorFrom && secondFactorFrom <= new Date()) throw new AppError('second_factor_required')
    const { count } = await db.organization.updateMany({
      where: { id, deletedAt: { not: null } },
      data: { deletedAt: null },
    })
    if (count > 0) await recordAudit(db, author, 'organization.restored', organizationTarget({ id, name }))
  })
  return authorizeOrg({ ...ctx, organization: id, tokenId: null })
}

const originOf = ({ origin }: UserContext) => origin && { origin }

const belongsElsewhere = async (db: UserDb, userId: string): Promise<boolean> =>
  (await db.membership.count({ where: { userId, organization: { deletedAt: null } } })) > 0
