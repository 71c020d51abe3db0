// What a scoped transaction offers: one connection, known to whatever runs inside it, and the part of Prisma's client that
// makes sense on it.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { PoolClient } from 'pg'
import type { Prisma } from '@/lib/db/generated/client'
import type { DeniedStatement } from './missing-grant'

export type Statement = { text: string; values: unknown[] }

/** The first statement of a transaction, with the role that it takes. */
export type Beginning = Statement & { role: string }

/**
 * `last`: what the commit sends along. `queryTimeoutMs`: how long a statement may take here, where that is not what the pool
 * says. `denied`: a statement that its role has no grant for.
 */
export type Scope = {
  client: PoolClient
  isOpen: boolean
  last: Statement[]
  queryTimeoutMs?: number
  denied?: DeniedStatement
}

// One for the process: Next bundles this module once for the start and again for the routes.
const shared = globalThis as { scopes?: AsyncLocalStorage<Scope> }

export const scopes = (shared.scopes ??= new AsyncLocalStorage<Scope>())

/** The scoped transaction that is running. Throws where there is none, or it has ended. */
export function currentScope(): Scope {
  const scope = scopes.getStore()
  if (!scope?.isOpen) throw new Error('There is no scoped transaction here, or it has ended: is an await missing?')
  return scope
}

type Client = Prisma.TransactionClient
type Model = { [Key in keyof Client]: Client[Key] extends { findFirst: unknown } ? Key : never }[keyof Client]

/** Leaves a statement for the end, in one message with the commit: what it locks is held no longer than that takes. */
type BeforeCommit = { $beforeCommit: (template: TemplateStringsArray, ...values: (string | null)[]) => Promise<void> }

/** Every model and tagged raw SQL. Prisma would gather findUnique calls of several requests into one query. */
export type Db<Forbidden extends Model = never> = {
  [Key in Exclude<Model, Forbidden>]: Omit<Client[Key], 'findUnique' | 'findUniqueOrThrow'>
} & Pick<Client, '$queryRaw' | '$executeRaw'> &
  BeforeCommit

/** A model that is only read. */
export type Readable<Key extends Model> = Pick<
  Client[Key],
  keyof Client[Key] & ('findFirst' | 'findFirstOrThrow' | 'findMany' | 'count' | 'groupBy' | 'aggregate')
>
