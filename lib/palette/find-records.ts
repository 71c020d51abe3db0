// Finds records of an organization by their title, for the command palette.
import { can } from '@/lib/permissions/grants'
import type { OrgContext } from '@/lib/db/session'
import { empty, join, literalLike, sql, tableName } from '@/lib/db/sql'
import { withOrg } from '@/lib/db/with-org'
import { resources, tableOf } from '@/lib/resources'

type FoundRecord = { path: string; id: string; title: string }

/** The newest records of every resource that the caller may read whose title contains `text`; `limit` of each resource. */
export const findRecords = (ctx: OrgContext, text: string, limit: number): Promise<FoundRecord[]> =>
  withOrg(ctx, 'any', async (db, session) => {
    const readable = resources.filter(({ permissions }) => can(session, permissions.read))
    if (readable.length === 0) return []
    const like = `%${literalLike(text)}%`
    const parts = readable.map((resource) => {
      const title = tableName(resource.title)
      const unarchived = resource.archived ? sql`and r.${tableName(resource.archived)} is null` : empty
      return sql`(select ${resource.path}::text as path, r.id, r.${title} as title
        from ${tableName(tableOf(resource))} r
        where r.organization_id = current_org() and r.${title} ilike ${like} ${unarchived}
        order by r.created_at desc, r.id desc limit ${limit})`
    })
    return db.$queryRaw<FoundRecord[]>`${join(parts, ' union all ')}`
  })
