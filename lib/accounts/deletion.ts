// Deleting one's own account: every session ends at once, signing in takes it back for some days, then a job erases it
// (erase.ts). An organization needs an owner who stays; the database refuses the deletion otherwise.
import { recordSessionEnd } from '@/lib/audit/visits'
import { listAccess } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { withOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { enqueueEmail } from '@/lib/mail/outbox'
import { accountDeletedMessage, accountRestoredMessage } from '@/lib/mail/templates'
import { requireRecentPerson } from './own-account'
import { endSessionsOf } from './sessions-end'

/** How many days signing in takes a deletion back. */
export const accountRestorableDays = 30

export type OwnedOrganization = {
  id: string
  slug: string
  name: string
  logoUrl: string | null
  hue: number | null
  memberCount: number
}

/** The organizations whose only owner the person is. Each needs another owner, or to be deleted, before the account. */
export async function listOnlyOwned(ctx: UserContext): Promise<OwnedOrganization[]> {
  const owned = (await listAccess(ctx)).filter(({ role }) => role === 'owner')
  const found: OwnedOrganization[] = []
  for (const { id, slug, name, logo_url: logoUrl, hue } of owned) {
    const memberCount = await countIfOnlyOwner(ctx, id)
    if (memberCount !== null) found.push({ id, slug, name, logoUrl, hue, memberCount })
  }
  return found
}

const countIfOnlyOwner = (ctx: UserContext, organization: string): Promise<number | null> =>
  withOrg({ ...ctx, organization, tokenId: null }, 'org:members:read', async (db) => {
    const where = { role: 'owner', userId: { not: ctx.userId }, user: { deletedAt: null } }
    return (await db.membership.count({ where })) > 0 ? null : db.membership.count()
  })

/**
 * Deletes the account of the signed-in person. Throws reauth_required, and last_owner with the organizations that need
 * another owner.
 */
export async function deleteAccount(ctx: UserContext): Promise<void> {
  const session = await requireRecentPerson(ctx)
  await assertNoneIsLeft(ctx)
  const { user, origin } = session
  const visited = await withIdentity(async (db) => {
    await db.user.update({ where: { id: user.id }, data: { deletedAt: new Date() }, select: { id: true } })
    await db.emailToken.deleteMany({ where: { userId: user.id, purpose: { not: 'undo_email' } } })
    await enqueueEmail(db, user.email, accountDeletedMessage(user.name, accountRestorableDays))
    return endSessionsOf(db, user.id)
  })
  await recordSessionEnd(visited, user, origin)
}

// The database refuses it, too, whatever happens at the same moment; this says which organizations they are.
async function assertNoneIsLeft(ctx: UserContext): Promise<void> {
  const left = await listOnlyOwned(ctx)
  if (left.length === 0) return
  throw new AppError('last_owner', {
    detail: `First hand over or delete what only you own: ${left.map(({ name }) => name).join(', ')}.`,
    errors: left.map(({ id, name }) => ({ path: id, message: name })),
  })
}

/** Takes a deletion back when the person signs in. Does nothing for an account that is not deleted. */
export const restoreAccount = (id: string): Promise<void> =>
  withIdentity(async (db) => {
    const [person] = await db.user.updateManyAndReturn({
      where: { id, deletedAt: { not: null } },
      data: { deletedAt: null },
      select: { name: true, email: true },
    })
    if (person) await enqueueEmail(db, person.email, accountRestoredMessage(person.name))
  })
