// Whether this server is ready: the database answers, and every migration of this code is applied.
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/errors'
import { sqlState } from '@/lib/db/failures'
import { findReplica } from '@/lib/db/replica'
import { withIdentity } from '@/lib/db/with-identity'

/** Throws unavailable unless the database answers and every migration of prisma/migrations is applied. */
export async function assertReady(): Promise<void> {
  const expected = await shippedMigrations()
  const applied = await appliedMigrations().catch((error: unknown) => {
    // Without the roles or tables, the database is empty and not migrated.
    throw ['22023', '42P01'].includes(sqlState(error) ?? '') ? new AppError('unavailable', { cause: error }) : error
  })
  const names = new Set(applied.map((row) => row.migration_name))
  const missing = expected.filter((name) => !names.has(name))
  if (missing.length > 0) throw new AppError('unavailable', { detail: 'The database is not migrated yet.' })
}

const appliedMigrations = () =>
  withIdentity(
    (db) => db.$queryRaw<{ migration_name: string }[]>`
      select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null`,
  )

async function shippedMigrations(): Promise<string[]> {
  const entries = await fs.readdir(path.join(process.cwd(), 'prisma/migrations'), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

/** Of the replica, for /api/ready; undefined if there is none. */
export async function replicaState(): Promise<{ reachable: boolean; lag_seconds: number | null } | undefined> {
  const found = await findReplica()
  return found ? { reachable: found.isReachable, lag_seconds: found.lagSeconds } : undefined
}
