// Drafts the migration from prisma/migrations to schema.prisma. It uses an embedded database in memory, so it needs no server. A
// new table with an organization_id gets its isolation.
import fs from 'node:fs'
import path from 'node:path'
import { startEmbeddedDatabase } from './database.mjs'
import { migrate } from './migrate.mjs'
import { migrationsDir, readSchema } from './migration-files.mjs'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'
import { noFilters, openSchemaEngine } from './schema-engine.mjs'

/** Out: the path of the new file, to be read before it is applied. */
export async function createMigration(name) {
  const database = await startEmbeddedDatabase({ dataDir: null })
  await migrate(database.url)
  const script = await draft(database.url)
  await database.stop()
  if (script === '') throw new Problem('schema.prisma and the migrations agree: there is nothing to migrate.')
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(migrationsDir, `${time}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`)
  fs.mkdirSync(folder)
  const file = path.join(folder, 'migration.sql')
  fs.writeFileSync(file, script)
  return path.relative(root, file)
}

/** The SQL that migrates a database to a schema; an empty text if they agree. */
export async function draft(url, schema = readSchema()) {
  const session = await openSchemaEngine(url)
  const from = { tag: 'schemaDatasource', files: [readSchema()], configDir: root }
  const to = { tag: 'schemaDatamodel', files: [schema] }
  const options = { script: true, exitCode: null, shadowDatabaseUrl: null, filters: noFilters }
  try {
    const { stdout } = await session.engine.diff({ from, to, ...options })
    return /^[^-\s]/m.test(stdout) ? stdout + isolation(stdout) : ''
  } finally {
    await session.close()
  }
}

function isolation(script) {
  const tables = [...script.matchAll(/CREATE TABLE "(\w+)" \(([^;]*)\);/g)]
  const tenants = tables.filter(([, , columns]) => columns.includes('"organization_id"')).map(([, table]) => table)
  if (tenants.length === 0) return ''
  return `\n-- Tenant tables.\n${tenants.map((table) => `call isolate('${table}');`).join('\n')}\n`
}
