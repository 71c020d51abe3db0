// SQL fragments with parameters, for the few queries that Prisma cannot express.
import { Prisma } from '@/lib/db/generated/client'

export const { sql, empty, join } = Prisma
export type Sql = Prisma.Sql

/** In: text to search for. Out: the same with LIKE's wildcards escaped; Prisma's `contains` leaves % and _ as wildcards. */
export const literalLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/**
 * In: the name of a table or column, as the code declares it and never as a client sends it. Out: the name as SQL. Throws for
 * anything but lower-case letters, digits and underscores.
 */
export function tableName(name: string): Sql {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`${name} is no name of a table or column.`)
  // eslint-disable-next-line no-restricted-syntax -- the line above leaves nothing that could be more than a name
  return Prisma.raw(name)
}

/** Several columns, with commas between them. */
export const columnList = (names: readonly string[]): Sql => join(names.map(tableName))

/** In: a select. Out: its rows in the same order as one value, a JSON array. */
export const jsonArrayOf = (rows: Sql): Sql =>
  sql`(select coalesce(jsonb_agg(to_jsonb(listed)), '[]') from (${rows}) listed)`
