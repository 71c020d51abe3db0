// Whether this server may and can work: a login that cannot bypass row-level security, a database that answers, and every
// migration that this code ships applied.
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/errors'
import { sqlState } from '@/lib/db/failures'
import { call, transaction } from '@/lib/db/transaction'

const strongLogin = `
  select session_user::text as login, version() as version,
    case when r.rolsuper then 'is a superuser'
      when r.rolbypassrls then 'may bypass row-level security'
      when r.rolcreaterole then 'may make itself another role'
      when exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace
        and c.relkind in ('r', 'p', 'v', 'm') and pg_has_role(session_user, c.relowner, 'member')) then 'owns the tables'
    end as strength
  from pg_roles r where r.rolname = session_user`

// The embedded database has only its superuser: every door drops to a weak role anyway.
const embedded = /wasm|emscripten|emcc|pglite/i

/** Throws unless the login is weak: an owner or superuser would see every organization through one forgotten door. */
export async function assertWeakLogin(): Promise<void> {
  const [row] = await call<{ login: string; version: string; strength: string | null }>(strongLogin, [])
  if (!row?.strength || embedded.test(row.version)) return
  throw new Error(
    `DATABASE_URL signs in as "${row.login}", which ${row.strength}, so row-level security would not hold. ` +
      'Give the application a login of its own; the owner belongs in DATABASE_MIGRATION_URL.',
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
  transaction(async (db) => {
    await db.$queryRaw`select set_config('role', 'identity', true)`
    return db.$queryRaw<{ migration_name: string }[]>`
      select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null`
  })

async function shippedMigrations(): Promise<string[]> {
  const entries = await fs.readdir(path.join(process.cwd(), 'prisma/migrations'), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
