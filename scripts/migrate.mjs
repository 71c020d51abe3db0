// Applies prisma/migrations, each in one transaction with its own record, so that neither a kill nor a failure leaves a trace. Only
// one process migrates at a time: of instances that start together, one migrates and the others wait.
import { withClient } from './connection.mjs'
import { readMigrations } from './migration-files.mjs'
import { pendingMigrations } from './migration-history.mjs'
import { Problem } from './progress.mjs'
import { noFilters, openSchemaEngine } from './schema-engine.mjs'

const lockKey = 20261123

/** Brings a database up to date. In: the owner's URL. Out: the names of what was applied. */
export async function migrate(url, migrations = readMigrations()) {
  return withClient(url, (client) =>
    underLock(client, async () => {
      const pending = await pendingMigrations(client, migrations)
      if (pending.length > 0) await apply(url, migrations, pending)
      return pending
    }),
  )
}

/** For the application, which may not migrate: throws unless everything is applied already. */
export async function requireMigrated(url) {
  const pending = await withClient(url, (client) => pendingMigrations(client, readMigrations()))
  if (pending.length === 0) return
  throw new Problem(
    `The database lacks ${pending.join(', ')}: set DATABASE_MIGRATION_URL to its owner's URL, or run npm run db:migrate there.`,
  )
}

/** Holds this database's lock for schema changes while `fn` runs; waits for its current holder. */
export async function underLock(client, fn) {
  await client.query('select pg_advisory_lock($1)', [lockKey])
  try {
    return await fn()
  } finally {
    // On the embedded database all connections share one session, so the lock would stay.
    await client.query('select pg_advisory_unlock($1)', [lockKey])
  }
}

/** Deletes the record of a failed migration, whose leftovers were removed by hand, so that it is applied again. */
export async function markRolledBack(url, migrationName) {
  const { engine, close } = await openSchemaEngine(url)
  try {
    await engine.markMigrationRolledBack({ migrationName })
  } finally {
    await close()
  }
}

async function apply(url, migrations, pending) {
  const session = await openSchemaEngine(url)
  try {
    for (const name of pending) await applyOne(session, upTo(migrations, name), name)
  } finally {
    await session.close()
  }
}

async function applyOne(session, migrationsList, name) {
  const { value: sql } = migrationsList.migrationDirectories.at(-1).migrationFile.content
  // Postgres refuses a few statements in a transaction (create index concurrently); the first line of such a file says so.
  const atOnce = !sql.startsWith('-- no transaction')
  if (atOnce) await session.query('begin')
  try {
    await session.engine.applyMigrations({ migrationsList, filters: noFilters })
    if (atOnce) await session.query('commit')
  } catch (error) {
    if (atOnce) await session.query('rollback')
    const reason = session.databaseError?.message ?? error.message
    throw new Problem(`Migration ${name} failed: ${reason.trim().split('\n').join(' ')}`, { cause: error })
  }
}

const upTo = (migrations, name) => ({
  ...migrations,
  migrationDirectories: migrations.migrationDirectories.filter((directory) => directory.path <= name),
})
