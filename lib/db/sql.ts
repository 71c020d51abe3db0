// SQL fragments with parameters, for the few queries that Prisma cannot express.
import { Prisma } from '@/lib/db/generated/client'

export const { sql, empty } = Prisma
export type Sql = Prisma.Sql
// Typed text. Postgres cannot store NUL and would merge lone surrogates, so both are refused before a query.

/** In: text to search for. Out: the same with LIKE's wildcards escaped; Prisma's `contains` leaves % and _ as wildcards. */
export const literalLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
