import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withClient } from './connection.mjs'
import { startEmbeddedDatabase } from './database.mjs'
import { createFreshDatabase } from './fresh-database.mjs'
import { markRolledBack, migrate } from './migrate.mjs'
import { readMigrations } from './migration-files.mjs'

type Client = { query: (sql: string) => Promise<{ rows: Record<string, unknown>[] }> }

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'))
const server = process.env.TEST_DATABASE_URL
let database: { url: string; stop: () => Promise<void> }

beforeAll(async () => {
  fs.writeFileSync(path.join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  database = server ? await createFreshDatabase(server) : await startEmbeddedDatabase({ dataDir: null })
})
afterAll(async () => {
  await database.stop()
  fs.rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  for (const entry of fs.readdirSync(folder))
    if (/^\d/.test(entry)) fs.rmSync(path.join(folder, entry), { recursive: true })
  await query('drop schema public cascade; create schema public')
})

const query = (sql: string): Promise<Record<string, unknown>[]> =>
  withClient(database.url, async (client: Client) => (await client.query(sql)).rows)

function write(name: string, sql: string): void {
  fs.mkdirSync(path.join(folder, name), { recursive: true })
  fs.writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

const apply = (): Promise<string[]> => migrate(database.url, readMigrations(folder))

const applied = () =>
  query('select migration_name, finished_at is not null as finished from _prisma_migrations order by 1')

describe('migrate', () => {
  it('applies each migration once, in order', async () => {
    write('2_b', 'alter table a add column m int;')
    write('1_a', 'create table a (n int);')
    expect(await apply()).toEqual(['1_a', '2_b'])
    expect(await apply()).toEqual([])
    expect(await applied()).toHaveLength(2)
  })

  it('sends dollar-quoted functions whole', async () => {
    write(
      '1_a',
      'create function f() returns int language plpgsql as $$ begin perform 1; return 7; end $$; select f();',
    )
    await apply()
    expect(await query('select f()')).toEqual([{ f: 7 }])
  })

  it('names the migration that fails and the reason, and rolls it back', async () => {
    write('1_a', 'create table a (n int);')
    write('2_bad', 'create table b (n int); select nope();')
    await expect(apply()).rejects.toThrow('Migration 2_bad failed: function nope() does not exist')
    expect(await applied()).toEqual([{ migration_name: '1_a', finished: true }])
    expect(await query("select to_regclass('b') as b")).toEqual([{ b: null }])
    write('2_bad', 'create table b (n int);')
    expect(await apply()).toEqual(['2_bad'])
  })

  it('stops at a migration that was edited after it was applied', async () => {
    write('1_a', 'create table a (n int);')
    await apply()
    write('1_a', 'create table a (n bigint);')
    await expect(apply()).rejects.toThrow('Migration 1_a was edited')
  })

  it('ignores changed line endings', async () => {
    write('1_a', 'create table a (n int);\n')
    await apply()
    write('1_a', 'create table a (n int);\r\n')
    expect(await apply()).toEqual([])
  })

  it('stops at a migration that the database has and the folder has not', async () => {
    write('1_a', 'create table a (n int);')
    await apply()
    fs.rmSync(path.join(folder, '1_a'), { recursive: true })
    await expect(apply()).rejects.toThrow('Migration 1_a is applied to the database but is not in')
  })

  it('stops at a migration that failed half-way elsewhere, until it is marked as rolled back', async () => {
    write('1_a', 'create table a (n int);')
    await apply()
    await query('update _prisma_migrations set finished_at = null; drop table a')
    await expect(apply()).rejects.toThrow(/^Migration 1_a failed in this database/)
    await markRolledBack(database.url, '1_a')
    expect(await apply()).toEqual(['1_a'])
  })

  it('runs a file outside a transaction when the file asks for it', async () => {
    write('1_a', 'create table a (n int);')
    write('2_b', '-- no transaction\ncreate index concurrently a_n on a (n);')
    expect(await apply()).toEqual(['1_a', '2_b'])
  })
})

// On the embedded database all connections share one session, so none can wait for another.
describe.runIf(server)('instances that start together', () => {
  it('migrate once while the others wait', async () => {
    write('1_a', 'create table a (n int); select pg_sleep(0.3);')
    const outcomes = await Promise.all(Array.from({ length: 4 }, apply))
    expect(outcomes.flat()).toEqual(['1_a'])
    expect(await applied()).toEqual([{ migration_name: '1_a', finished: true }])
  })
})
