// The end of an organization. Deleting closes it to everybody at once; for a while its owners may restore it, then a job
// purges it for good. Its slug stays its own until then.
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { MemberEntry, OrgContext, UserContext } from '@/lib/db/entry'
import { enterDeleted, restoreOrg } from '@/lib/db/organization-life'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { fieldError } from '@/lib/errors'
import { enqueueOrgEmail } from '@/lib/mail/outbox'
import { organizationDeletedMessage } from '@/lib/mail/templates'
import { assertSeen, type Seen } from '@/lib/versions'

/** How long a deleted organization can be restored: deleted_organizations() and purge_organization() count them. */
export const restorableDays = 30

export const deleteByNameSchema = z.strictObject({ name: z.string().max(400) })

/**
 * Its tokens are revoked, its keys and invitations refused from now on. `seen`: what the caller takes for its version, the
 * time of its last change. Throws precondition_failed, reauth_required.
 */
export const deleteOrganization = (ctx: OrgContext, seen?: Seen): Promise<void> => end(ctx, null, seen)

/** The same for whoever typed the organization's name, so that it is this one that is meant. Throws validation_failed. */
export const deleteOrganizationByName = (
  ctx: OrgContext,
  { name }: z.infer<typeof deleteByNameSchema>,
): Promise<void> => end(ctx, name)

const end = (ctx: OrgContext, typedName: string | null, seen?: Seen): Promise<void> =>
  withOrg(ctx, 'org:delete', async (db, entry) => {
    const [row] = await db.$queryRaw<{ version: Date }[]>`
      select updated_at as version from organizations where id = ${entry.org.id} for update`
    assertSeen(seen, row!.version)
    if (typedName !== null && typedName.normalize('NFC').trim() !== entry.org.name)
      throw fieldError('name', `Type ${entry.org.name}, exactly as it stands here.`)
    requireRecentSignIn(entry)
    // First, so that whoever joins at this moment waits, or is waited for. (The database says when it was.)
    await db.organization.update({ where: { id: entry.org.id }, data: { deletedAt: new Date() }, select: { id: true } })
    const target = { type: 'organization', id: entry.org.id, name: entry.org.name }
    await recordAudit(db, entry, 'organization.deleted', target)
    // Last: the end of an organization calls its mails off.
    await tellOwners(db, entry.org.name, entry.actor.name)
  })

// Whoever else could have stopped it can still undo it.
async function tellOwners(db: OrgDb, organization: string, by: string): Promise<void> {
  const owners = await db.$queryRaw<{ name: string; email: string }[]>`
    select u.name, u.email from memberships m join users u on u.id = m.user_id where m.role = 'owner'`
  for (const { name, email } of owners)
    await enqueueOrgEmail(db, email, organizationDeletedMessage({ name, organization, by, days: restorableDays }))
}

export type DeletedOrganization = { id: string; slug: string; name: string; deletedAt: Date; restorableUntil: Date }

/** What the signed-in person owned, newest end first. */
export const listDeletedOrganizations = async (ctx: UserContext): Promise<DeletedOrganization[]> =>
  (await enterDeleted(ctx)).map(({ id, slug, name, deleted_at: deletedAt, restorable_until: restorableUntil }) => ({
    id,
    slug,
    name,
    deletedAt,
    restorableUntil,
  }))

/** Everything is as it was, but the tokens: those stay revoked. Throws not_found, already_member_elsewhere. */
export const restoreOrganization = (ctx: UserContext, organizationId: string): Promise<MemberEntry> =>
  restoreOrg(ctx, organizationId)
