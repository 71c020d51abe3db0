// Prisma's schema engine as WebAssembly: the same engine as `prisma migrate`, without the binary that its command line
// downloads.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { readSchema } from './migration-files.mjs'

// Object identifiers of types in pg_type.
const charType = 18
const textType = 25

export const noFilters = { externalTables: [], externalEnums: [] }

/**
 * Opens the engine on a database with one connection. Out: the engine, `query` on the same connection, `databaseError` with the
 * message of Postgres when the engine only says that a script failed, and `close`.
 */
export async function openSchemaEngine(connectionString) {
  await instantiate()
  const { path: file, content } = readSchema()
  const session = { databaseError: null, pool: null }
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[file, content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapters(connectionString, session)),
  )
  const close = async () => {
    engine.free()
    await session.pool.end()
  }
  return Object.assign(session, { engine, close, query: (text) => session.pool.query(text) })
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

function adapters(connectionString, session) {
  const factory = new PrismaPg({ connectionString, max: 1 })
  const { provider, adapterName } = factory
  const noShadow = () => Promise.reject(new Error('No shadow database is needed for what is done here.'))
  return { provider, adapterName, connect: () => patched(factory.connect(), session), connectToShadowDb: noShadow }
}

async function patched(connecting, session) {
  const adapter = await connecting
  session.pool = adapter.underlyingDriver()
  sendWholeScripts(adapter, session)
  describeCharColumns(adapter, session.pool)
  return adapter
}

// adapter-pg splits a script at every semicolon, which breaks functions and DO blocks, so send it as a whole.
function sendWholeScripts(adapter, session) {
  adapter.executeScript = async (script) => {
    await session.pool.query(script).catch((error) => {
      session.databaseError = error
      throw error
    })
  }
}

// adapter-pg does not know Postgres' internal "char" type, which the system catalogues use: such columns are read as text and
// reported to the engine with their true type. The engine sends one query at a time.
function describeCharColumns(adapter, pool) {
  const query = pool.query.bind(pool)
  const queryRaw = adapter.queryRaw.bind(adapter)
  let charColumns = []
  pool.query = async (...args) => {
    const result = await query(...args)
    charColumns = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === charType ? [index] : []))
    for (const index of charColumns) result.fields[index].dataTypeID = textType
    return result
  }
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement)
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
}
