// Counts what the scoped transactions of one piece of work got from Postgres, for the access report (lib/access-report). Every
// row is compared with the organization of the caller's session, by its id and with a statement of its own, so that a
// mistake in a policy or in a query would be seen. Without `countReturned` nothing is counted.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { QueryResult } from 'pg'
import { log } from '@/lib/log'
import type { Needed } from '@/lib/permissions/catalogue'
import { currentScope } from './scope'

/** The rows of one table. `others`: rows that are not of the caller's organization. */
type TableRows = { table: string; rows: number; others: number; policy: string | null; isForced: boolean }

type Returned = {
  transactions: number
  /** Rows without an id, such as counts. */
  unnamed: number
  needed: Set<Needed>
  tables: TableRows[]
}

type Collected = Returned & { ids: Map<string, string[]> }

// One per process, like the scopes.
const shared = globalThis as { counted?: AsyncLocalStorage<Collected> }
const counted = (shared.counted ??= new AsyncLocalStorage<Collected>())

/** Runs `work` and counts what its transactions return. */
export async function countReturned<T>(work: () => Promise<T>): Promise<{ result: T; returned: Returned }> {
  const collected: Collected = { transactions: 0, unnamed: 0, needed: new Set(), tables: [], ids: new Map() }
  const result = await counted.run(collected, work)
  const { ids: _, ...returned } = collected
  return { result, returned }
}

export const isCounting = (): boolean => counted.getStore() !== undefined

/** Notes the rows of a result. */
export function noteReturned({ rows, fields }: QueryResult): void {
  const collected = counted.getStore()
  if (!collected) return
  // Prisma asks for arrays.
  for (const row of rows as unknown[])
    noteRow(collected, Array.isArray(row) ? Object.fromEntries(fields.map(({ name }, i) => [name, row[i]])) : row)
}

function noteRow(collected: Collected, row: unknown): void {
  const kind = kindOf(row)
  if (kind) collected.ids.set(kind.name, [...(collected.ids.get(kind.name) ?? []), kind.id])
  const nested = nestedIn(row)
  if (!kind && nested.length === 0) collected.unnamed++
  for (const each of nested) noteRow(collected, each)
}

// The prefix of an id says which table it belongs to. A membership has no id but that of its person.
function kindOf(row: unknown): { name: string; id: string } | null {
  if (typeof row !== 'object' || row === null) return null
  const { id, userId, user_id = userId } = row as Record<string, unknown>
  const [, prefix] = /^([a-z]+)_[0-9a-z]{26}$/.exec(String(id ?? user_id)) ?? []
  if (!prefix) return null
  return id === undefined ? { name: membership, id: String(user_id) } : { name: prefix, id: String(id) }
}

const membership = 'membership'

// Rows that Postgres wrote as JSON are lists of objects, which may be inside another object.
function nestedIn(row: unknown): unknown[] {
  if (typeof row !== 'object' || row === null || row instanceof Date) return []
  return Object.values(row).flatMap((value: unknown) => {
    if (Array.isArray(value)) return value.filter((each) => typeof each === 'object' && each !== null)
    return nestedIn(value)
  })
}

type Kind = Pick<TableRows, 'table' | 'policy' | 'isForced'> & { kind: string; key: string; of: string; tenant: string }

/** Compares the rows of the current transaction with the organization. Call it at the end of the transaction. */
export async function compareReturned(needed: Needed, organizationId: string): Promise<void> {
  const collected = counted.getStore()
  if (!collected) return
  collected.transactions++
  collected.needed.add(needed)
  if (collected.ids.size === 0) return
  const { client } = currentScope()
  const { rows: kinds } = await client.query<Kind>({ text: kindsOf, values: [[...collected.ids.keys()]] })
  for (const { kind, key, of, tenant, ...table } of kinds) {
    const ids = collected.ids.get(kind)!
    const { rows: own } = await client.query<{ id: string }>({
      text: `select ${key} as id from ${of} where ${tenant} = $1 and ${key} = any($2)`,
      values: [organizationId, [...new Set(ids)]],
    })
    const mine = new Set(own.map(({ id }) => id))
    addRows(collected, { ...table, rows: ids.length, others: ids.filter((id) => !mine.has(id)).length })
  }
  collected.ids.clear()
}

function addRows({ tables }: Collected, found: TableRows): void {
  if (found.others > 0) log.error({ table: found.table }, 'a transaction returned rows of another organization')
  const known = tables.find(({ table }) => table === found.table)
  if (!known) return void tables.push(found)
  known.rows += found.rows
  known.others += found.others
}

// For kinds of rows: their table, the columns by which a row's organization is known (a person's by their membership), and the
// policy that holds for the application. Postgres quotes the names.
const kindsOf = `
  with named as (
    select t.oid, t.relname, (regexp_match(pg_get_expr(d.adbin, t.oid), '^type_id\\(''([a-z]+)'''))[1] as kind
    from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attname = 'id'
    join pg_class t on t.oid = d.adrelid
    union all select 'memberships'::regclass, 'memberships', '${membership}'
  )
  select n.kind, n.relname as "table", p.qual as policy, t.relforcerowsecurity as "isForced",
    case when n.relname in ('users', 'memberships') then 'user_id' else 'id' end as key,
    case when n.relname = 'users' then 'memberships' else quote_ident(n.relname) end as of,
    case when n.relname = 'organizations' then 'id' else 'organization_id' end as tenant
  from named n join pg_class t on t.oid = n.oid
  join pg_policies p on p.schemaname = 'public' and p.tablename = n.relname and 'tenant' = any(p.roles)
  where n.kind = any($1) and (n.relname in ('users', 'organizations') or exists (select from pg_attribute o
    where o.attrelid = n.oid and o.attname = 'organization_id' and not o.attisdropped))
  order by n.relname`
