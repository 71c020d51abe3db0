// Fragments of SQL with their parameters, for the few queries that Prisma's own cannot say.
import { Prisma } from './generated/client'

export const { sql, empty } = Prisma
export type Sql = Prisma.Sql
