// Whether this server may and can work: a login that cannot bypass row-level security, a database that answers, and every
// migration that this code ships applied.
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/errors'
import { sqlState } from '@/lib/db/failures'
import type { Login } from '@/lib/db/client'
import { ask } from '@/lib/db/transaction'
import { withIdentity } from '@/lib/db/with-identity'

// The embedded database has only its superuser: every scoped transaction drops to a weak role anyway.
const embedded = /wasm|emscripten|emcc|pglite/i

// What each login may become: scripts/logins.mjs grants it.
const rolesOf = { tenant: ['tenant', 'person'], identity: ['identity', 'janitor'] } as const

/** Throws unless both logins are weak: an owner or superuser would see every organization through one forgotten policy. */
export async function assertWeakLogins(): Promise<void> {
  await assertWeak('tenant', 'DATABASE_URL')
  await assertWeak('identity', 'DATABASE_IDENTITY_URL')
}

async function assertWeak(login: Login, variable: string): Promise<void> {
  const [server] = await ask<{ user: string; version: string }>(login, () => ({
    text: 'select session_user::text as user, version() as version',
    values: [],
  }))
  if (embedded.test(server!.version)) return
  const text = await fs.readFile(path.join(process.cwd(), 'prisma/login-strength.sql'), 'utf8')
  const values = [server!.user, rolesOf[login]]
  const [found] = await ask<{ strength: string | null; makes_temporary_tables: boolean }>(login, () => ({
    text,
    values,
  }))
  const strength = found!.strength ?? (found!.makes_temporary_tables ? 'able to make temporary tables' : null)
  if (!strength) return
  throw new Error(
    `${variable} signs in as "${server!.user}", ${strength}: row-level security would not hold. Give the application logins of ` +
      'its own, which npm run db:migrate makes; the owner belongs in DATABASE_MIGRATION_URL.',
  )
}

/** Throws unavailable unless the database answers and has every migration of prisma/migrations applied. */
export async function assertReady(): Promise<void> {
  const expected = await shippedMigrations()
  const applied = await appliedMigrations().catch((error: unknown) => {
    // No role, or no table yet: an empty database is one that is not migrated.
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
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
