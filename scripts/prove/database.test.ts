// The part of `npm run prove` that needs no server, on a database of its own: it finds nothing as the schema is, and finds what a fork
// adds without isolation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proveDatabase } from './database.mjs'
import { createFindings } from './findings.mjs'
import { openDatabase } from './stage.mjs'

type Target = { kind: string; name: string; attempts: number; failures: string[] }
type Database = Awaited<ReturnType<typeof openDatabase>>

const columns = `organization_id text not null default current_org() references organizations on delete cascade,
  id text not null default type_id('inv'), title text not null, status parcel_status not null, due date not null, amount numeric not null,
  note text, primary key (organization_id, id)`

let database: Database

async function attack(statement: string): Promise<Target[]> {
  await database.owner.query(statement)
  const findings = createFindings()
  await proveDatabase(database, findings)
  return findings.all() as Target[]
}

const failed = (targets: Target[]) => targets.filter(({ failures }) => failures.length > 0)

describe('attacks on the database', () => {
  beforeAll(async () => {
    database = await openDatabase({ server: process.env.TEST_DATABASE_URL })
  })
  afterAll(() => database.stop())

  it('are repelled, also from a new table that is isolated', async () => {
    const targets = await attack(
      `create type parcel_status as enum ('draft', 'sent'); create table parcels (${columns}); call isolate('parcels')`,
    )
    expect(failed(targets)).toEqual([])
    const parcels = targets.find(({ name }) => name === 'parcels')
    expect(parcels!.attempts).toBeGreaterThan(20)
  })

  it('get through where a new table has no row-level security', async () => {
    const targets = await attack(
      `create table letters (${columns}); grant select, insert, update, delete on letters to tenant`,
    )
    expect(failed(targets).map(({ name }) => name)).toEqual(['letters'])
    const [{ failures } = { failures: [] }] = failed(targets)
    expect(failures).toEqual(
      expect.arrayContaining([
        'has no forced row-level security',
        'as tenant: select shows a row of another organization',
        'as tenant: update moves a row into another organization',
      ]),
    )
    await database.owner.query('drop table letters')
  })

  it('fail for a new table that takes no row that can be made up', async () => {
    const targets = await attack(
      `create table odd_things (${columns}, constraint odd check (title ~ '^[0-9]+$')); call isolate('odd_things')`,
    )
    expect(failed(targets).map(({ name }) => name)).toEqual(['odd_things'])
    expect(failed(targets)[0]!.failures[0]).toContain('add one to scripts/prove/world.mjs')
    await database.owner.query('drop table odd_things')
  })

  it('fail for a table, a view or a function that is unknown', async () => {
    const targets = await attack(
      `create table strays (id text); create view glance as select 1 as one;
       create function peek(p_id text) returns text language sql security definer set search_path = public, pg_temp as 'select name from organizations where id = p_id'`,
    )
    expect(
      failed(targets)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['glance', 'peek(text)', 'strays'])
  })
})
