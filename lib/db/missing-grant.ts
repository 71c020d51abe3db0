// Reports statements that the transaction's role has no grant for. That is a defect of a migration and not a refusal,
// so it is logged and answered as internal_error. Development also says which line the migration needs.
import type { DatabaseError, PoolClient } from 'pg'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'

/** "permission denied for table …", in development with the missing line of the migration. */
export class MissingGrant extends Error {
  override readonly name = 'MissingGrant'
}

export type DeniedStatement = { error: DatabaseError; text: string }

/** True for a missing grant only: row-level security and triggers raise 42501 too, and those are refusals. */
export const lacksGrant = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'routine' in error && error.routine === 'aclcheck_error'

/** In: the statement, its role, and a connection that is free again. Logs the problem. Out: the error to throw. */
export async function reportMissingGrant(
  { error, text }: DeniedStatement,
  role: string,
  client: PoolClient | undefined,
): Promise<MissingGrant> {
  // Postgres names the table only in the message, and does not name the column.
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

/** The line that allows `role` to run a statement on a table; undefined if no missing grant is found. */
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

// The columns that an UPDATE sets.
function namesSet(statement: string): string {
  const list = /\bset\s([\s\S]*?)(?:\bwhere\b|\bfrom\b|\breturning\b|$)/i.exec(statement)?.[1] ?? ''
  return [...list.matchAll(/(\w+)"?\s*=/g)].map(([, name]) => name).join(' ')
}
