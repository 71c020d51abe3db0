// The one pool and the one Prisma client on it. Imported by lib/db alone: everybody else goes through a door.
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { PrismaClient } from './generated/client'

const poolSize = 10
export const connectTimeoutMs = 2_000
const statementTimeoutMs = 5_000
const idleInTransactionTimeoutMs = 10_000

function connect() {
  const pool = new Pool({
    connectionString: getEnv().DATABASE_URL,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // The server's own timeout does not fire while it is stopped or unreachable: give up on this side, too.
    query_timeout: statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    application_name: 'app',
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'))
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: connectTimeoutMs, timeout: idleInTransactionTimeoutMs },
    log: [],
  })
  return { pool, prisma }
}

// Development reloads modules; the pool must survive that.
const shared = globalThis as { database?: ReturnType<typeof connect> }

export const database = () => (shared.database ??= connect())

export type { Prisma } from './generated/client'
