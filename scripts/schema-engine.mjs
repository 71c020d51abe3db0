// Prisma's schema engine as WebAssembly: the same engine as `prisma migrate`, without the binary that its command line
// downloads. Also the reader of prisma/migrations/.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { root } from './setup.mjs'

export const schemaPath = path.join(root, 'prisma/schema.prisma')
export const migrationsDir = path.join(root, 'prisma/migrations')
export const noFilters = { externalTables: [], externalEnums: [] }

export function readSchema() {
  return { path: schemaPath, content: fs.readFileSync(schemaPath, 'utf8') }
}

/** The folders of prisma/migrations in order, in the shape that the engine takes. */
export function readMigrations() {
  const names = fs
    .readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const lockfile = path.join(migrationsDir, 'migration_lock.toml')
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: fs.readFileSync(lockfile, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: fs.readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

/** Opens the engine on a database. Free it with `engine.free()` when done. */
export async function openSchemaEngine(connectionString) {
  await instantiate()
  const { path: file, content } = readSchema()
  const factory = wholeScripts(new PrismaPg({ connectionString, max: 2 }))
  return bindings.SchemaEngine.new(
    { datamodels: [[file, content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  )
}

let instance

function instantiate() {
  instance ??= (async () => {
    const require = createRequire(import.meta.url)
    const entry = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const wasm = fs.readFileSync(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
    const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings })
    bindings.__wbg_set_wasm(instance.exports)
    instance.exports.__wbindgen_start()
  })()
  return instance
}

// adapter-pg splits a script at every semicolon, which cuts functions and DO blocks in pieces: send it whole.
function wholeScripts(factory) {
  const patched = async (connecting) => {
    const adapter = await connecting
    adapter.executeScript = async (script) => void (await adapter.underlyingDriver().query(script))
    return adapter
  }
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => patched(factory.connect()),
    connectToShadowDb: () => patched(factory.connectToShadowDb()),
  }
}
