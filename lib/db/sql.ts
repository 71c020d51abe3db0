// Fragments of SQL with their parameters, for the few queries that Prisma's own cannot say.
import { Prisma } from './generated/client'

/** `raw` takes text as it is: names of the catalogue alone, never what anybody sent. */
export const { sql, empty, raw } = Prisma
export type Sql = Prisma.Sql
