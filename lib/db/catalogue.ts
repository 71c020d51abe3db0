// Reads the catalogue of the database, so that rules for all tables include tables of a fork.
import { Prisma } from '@/lib/db/generated/client'
import type { OrgDb } from './with-org'

/** The number of rows in every tenant table of this transaction's organization, by table name. */
export async function countTenantRows(db: OrgDb): Promise<Record<string, number>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    // eslint-disable-next-line no-restricted-syntax -- a name from the catalogue, quoted
    const table = Prisma.raw(`"${name.replaceAll('"', '""')}"`)
    const [row] = await db.$queryRaw<{ count: number }[]>`
      select count(organization_id)::int as count from ${table} where organization_id = current_org()`
    counts[name] = row!.count
  }
  return counts
}
