// Reads of organizations: those of the signed-in person, and the caller's current one.
import { listAccess } from '@/lib/db/authorize'
import type { OrgContext, UserContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import { type listOrganizationsSchema, type MyOrganization, type Organization, organizationFields } from './schema'
import { permissionsOf, roleName } from '@/lib/permissions/roles'
import type { z } from 'zod'

/** The signed-in person's organizations, by name. Throws unauthenticated. */
export async function listMyOrganizations(ctx: UserContext): Promise<MyOrganization[]> {
  return (await listAccess(ctx)).map(toMyOrganization)
}

/** One page of them, of those with `query` in the name or slug. Throws unauthenticated, validation_failed for another list's cursor. */
export async function pageMyOrganizations(
  ctx: UserContext,
  { limit, cursor, query }: z.infer<typeof listOrganizationsSchema> & { query?: string },
): Promise<Page<MyOrganization>> {
  const scope = `organizations ${ctx.userId} ${query ?? ''}`
  const after = readCursor(cursor, scope, 2) as [string, string] | null
  const rows = await listAccess(ctx, { query, after, limit: limit + 1 })
  return toPage(rows.map(toMyOrganization), limit, scope, ({ name, id }) => [name, id])
}

function toMyOrganization(row: Awaited<ReturnType<typeof listAccess>>[number]): MyOrganization {
  const { id, slug, name, logo_url: logoUrl, hue, role, joined_at: joinedAt, is_active: isActive } = row
  const needsSecondFactor = row.needs_second_factor
  const custom = row.custom_role ? { [role]: row.custom_role } : {}
  const permissions = permissionsOf(role, custom)
  const named = { id, slug, name, logoUrl, hue, role, roleName: roleName(role, custom) }
  return { ...named, permissions, joinedAt, isActive, needsSecondFactor }
}

/** The active organization. Throws as `withOrg` does, with `org:read`. */
export const getOrganization = (ctx: OrgContext): Promise<Organization> =>
  withOrg(ctx, 'org:read', (db, { org }) =>
    db.organization.findFirstOrThrow({ where: { id: org.id }, select: organizationFields }),
  )
