// A statement that the transaction's role has no grant for is a defect of a migration, not a refusal: it is answered as
// internal_error and logged. Development also says which line the migration lacks.
import type { DatabaseError, PoolClient } from 'pg'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'

/** "permission denied for table …", with the line that a migration lacks where development could tell it. */
export class MissingGrant extends Error {
  override readonly name = 'MissingGrant'
}

export type DeniedStatement = { error: DatabaseError; text: string }

/** True for a lacking grant alone: row-level security and triggers answer 42501 as well, and theirs are refusals. */
export const lacksGrant = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'routine' in error && error.routine === 'aclcheck_error'

/** In: the statement, the role it ran as and a connection that is free again. Out: the error to throw. It is logged here. */
export async function reportMissingGrant(
  { error, text }: DeniedStatement,
  role: string,
  client: PoolClient | undefined,
): Promise<MissingGrant> {
  // Postgres names the table in its message alone, and the column nowhere.
  const relation = /(\w+)"?$/.exec(error.message)?.[1] ?? ''
  const explains = client && getEnv().NODE_ENV === 'development'
  const grant = explains ? await findMissingGrant(client, role, relation, text).catch(() => undefined) : undefined
  log.error({ role, relation, ...(grant && { grant }) }, error.message)
  const hint = grant ? `. Add to a migration: ${grant}` : ''
  return new MissingGrant(`${error.message} (role ${role})${hint}`, { cause: error })
}

type Right = 'select' | 'insert' | 'update'
type Column = Record<Right | 'delete', boolean> & { name: string }

const columnsSql = `
  select a.attname as name, has_column_privilege($1, c.oid, a.attnum, 'select') as select,
    has_column_privilege($1, c.oid, a.attnum, 'insert') as insert,
    has_column_privilege($1, c.oid, a.attnum, 'update') as update, has_table_privilege($1, c.oid, 'delete') as delete
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.oid = to_regclass('public.' || quote_ident($2)) and a.attnum > 0 and not a.attisdropped order by a.attnum`

/** The line that lets `role` run a statement on a table, or undefined where nothing is seen to be missing. */
export async function findMissingGrant(
  client: Pick<PoolClient, 'query'>,
  role: string,
  table: string,
  statement: string,
): Promise<string | undefined> {
  const { rows: columns } = await client.query<Column>(columnsSql, [role, table])
  if (columns.length === 0) return undefined
  if (columns.every((column) => !column.select && !column.insert && !column.update && !column.delete))
    return columns.some(({ name }) => name === 'organization_id') && role === 'tenant'
      ? `call isolate('${table}');`
      : `grant select on ${table} to ${role};`
  const used: Record<Right, string> = {
    select: /select\s+\*/i.test(statement) ? columns.map(({ name }) => name).join(' ') : statement,
    insert: /insert\s+into\s+\S+\s*\(([^)]*)\)/i.exec(statement)?.[1] ?? '',
    update: namesSet(statement),
  }
  const parts = (Object.keys(used) as Right[]).flatMap((right) => {
    const lacking = columns.filter((column) => !column[right] && new RegExp(`\\b${column.name}\\b`).test(used[right]))
    return lacking.length > 0 ? [`${right} (${lacking.map(({ name }) => name).join(', ')})`] : []
  })
  if (/^\s*delete\b/i.test(statement) && !columns[0]!.delete) parts.push('delete')
  return parts.length > 0 ? `grant ${parts.join(', ')} on ${table} to ${role};` : undefined
}

// The columns on the left of each "=" between SET and what follows the list.
function namesSet(statement: string): string {
  const list = /\bset\s([\s\S]*?)(?:\bwhere\b|\bfrom\b|\breturning\b|$)/i.exec(statement)?.[1] ?? ''
  return [...list.matchAll(/(\w+)"?\s*=/g)].map(([, name]) => name).join(' ')
}
