// A person's organizations as their account shows them, and the one that they begin in after signing in.
import { authorizeUser, listAccess } from '@/lib/db/authorize'
import type { UserContext } from '@/lib/db/session'
import { withIdentity } from '@/lib/db/with-identity'
import { notFound } from '@/lib/errors'

/**
 * Makes an organization the one to begin in, or none with null. Throws not_found for one that the person does not
 * belong to, unauthenticated.
 */
export async function setDefaultOrganization(ctx: UserContext, defaultOrganizationId: string | null): Promise<void> {
  const { userId: id } = await authorizeUser(ctx)
  const isMine = async () => (await listAccess(ctx)).some((organization) => organization.id === defaultOrganizationId)
  if (defaultOrganizationId !== null && !(await isMine())) notFound()
  await withIdentity((db) => db.user.update({ where: { id }, data: { defaultOrganizationId }, select: { id: true } }))
}
