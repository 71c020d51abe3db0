// Reads the schema and the migrations of prisma/ in the format of Prisma's schema engine.
import fs from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'

const schemaPath = path.join(root, 'prisma/schema.prisma')

export const migrationsDir = path.join(root, 'prisma/migrations')

export function readSchema() {
  return { path: schemaPath, content: fs.readFileSync(schemaPath, 'utf8') }
}

/** The migrations of a folder in order. */
export function readMigrations(baseDir = migrationsDir) {
  const names = fs
    .readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const lockfile = path.join(baseDir, 'migration_lock.toml')
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: fs.readFileSync(lockfile, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: fs.readFileSync(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  }
}
