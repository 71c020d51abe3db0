// The scoped transaction: one connection, available to all code that runs inside it, and the part of Prisma's client
// that works on it.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { PoolClient } from 'pg'
import type { Prisma } from '@/lib/db/generated/client'
import type { DeniedStatement } from './missing-grant'

export type Statement = { text: string; values: unknown[] }

/** The first statement of a transaction, and the role that it sets. */
export type Beginning = Statement & { role: string }

/**
 * `last`: statements to send with the commit. `afterCommit`: what to do once it has succeeded. `queryTimeoutMs`: a timeout
 * other than the pool's. `denied`: a statement that its role has no grant for.
 */
export type Scope = {
  client: PoolClient
  isOpen: boolean
  last: Statement[]
  afterCommit: (() => void)[]
  queryTimeoutMs?: number
  denied?: DeniedStatement
}

// One per process, although Next bundles this module twice: for the start and for the routes.
const shared = globalThis as { scopes?: AsyncLocalStorage<Scope> }

export const scopes = (shared.scopes ??= new AsyncLocalStorage<Scope>())

/** Throws inside a scoped transaction. */
export function assertNoScope(): void {
  if (scopes.getStore()?.isOpen)
    throw new Error('A scoped transaction was opened inside another: pass `db` on instead.')
}

/** The current scoped transaction. Throws if there is none or it has ended. */
export function currentScope(): Scope {
  const scope = scopes.getStore()
  if (!scope?.isOpen) throw new Error('There is no scoped transaction here, or it has ended: is an await missing?')
  return scope
}

type Client = Prisma.TransactionClient
type Model = { [Key in keyof Client]: Client[Key] extends { findFirst: unknown } ? Key : never }[keyof Client]

/** Runs a statement in one message with the commit, so that its locks are held only that long. */
type BeforeCommit = { $beforeCommit: (template: TemplateStringsArray, ...values: (string | null)[]) => Promise<void> }

/** Every model, without findUnique, which Prisma batches across requests, and tagged raw SQL. */
export type Db<Forbidden extends Model = never> = {
  [Key in Exclude<Model, Forbidden>]: Omit<Client[Key], 'findUnique' | 'findUniqueOrThrow'>
} & Pick<Client, '$queryRaw' | '$executeRaw'> &
  BeforeCommit

/** A read-only model. */
export type Readable<Key extends Model> = Pick<
  Client[Key],
  keyof Client[Key] & ('findFirst' | 'findFirstOrThrow' | 'findMany' | 'count' | 'groupBy' | 'aggregate')
>
