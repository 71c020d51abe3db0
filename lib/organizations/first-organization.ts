// With TENANCY_MODE=single a person names their organization at sign-up. It is created at the first sign-in after the
// address is verified, when it can have an owner.
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { createOrganization } from './commands'
import { isSingleTenancy } from './tenancy'

/**
 * Creates the organization that the sign-up named, once. Does nothing for a person who has joined by an invitation
 * meanwhile.
 */
export async function createFirstOrganization(ctx: UserContext): Promise<void> {
  if (!isSingleTenancy()) return
  const where = { id: ctx.userId, emailVerifiedAt: { not: null }, organizationName: { not: null } }
  const person = await withIdentity((db) => db.user.findFirst({ where, select: { organizationName: true } }))
  if (!person) return
  try {
    await createOrganization(ctx, { name: person.organizationName! })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already_member_elsewhere') throw error
  }
  await withIdentity((db) => db.user.updateMany({ where, data: { organizationName: null } }))
}
