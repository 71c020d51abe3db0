// Reads of the roles of an organization: the built-in ones, then the custom ones.
import type { OrgContext } from '@/lib/db/session'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import { builtInRoleKeys, isBuiltIn } from '@/lib/permissions/roles'
import { notFound } from '@/lib/errors'
import { type Role, toRole, toBuiltInRole, roleFields } from './schema'

/** All roles: the built-in ones, highest first, then the custom ones by name. */
export const listRoles = (ctx: OrgContext): Promise<Role[]> => withOrg(ctx, 'org:read', readRoles)

/** The same by pages. */
export const listRolesByPage = (
  ctx: OrgContext,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<Role>> =>
  withOrg(ctx, 'org:read', async (db, { org }) => {
    const scope = `roles ${org.id}`
    const [after = ''] = readCursor(input.cursor, scope, 1) ?? []
    const rows = (await readRoles(db)).filter((role) => positionOf(role) > after)
    return toPage(rows.slice(0, input.limit + 1), input.limit, scope, (role) => [positionOf(role)])
  })

/** A role by its id. Throws not_found. */
export const getRole = (ctx: OrgContext, id: string): Promise<Role> =>
  withOrg(ctx, 'org:read', async (db) => (await readRoles(db)).find((role) => role.id === id) ?? notFound())

/** All roles, inside another scoped transaction. */
export async function readRoles(db: OrgDb): Promise<Role[]> {
  const counts = await db.membership.groupBy({ by: ['role'], _count: { _all: true } })
  const count = (key: string): number => counts.find(({ role }) => role === key)?._count._all ?? 0
  const own = (await db.role.findMany({ select: roleFields })).map((row) => toRole(row, count(row.key)))
  const builtIn = builtInRoleKeys.map((key) => toBuiltInRole(key, count(key)))
  return [...builtIn, ...own.sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1))]
}

const positionOf = ({ builtIn, key, name }: Role): string =>
  builtIn && isBuiltIn(key) ? `0 ${builtInRoleKeys.indexOf(key)}` : `1 ${name.toLowerCase()} ${key}`
