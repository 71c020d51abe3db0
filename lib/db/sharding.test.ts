// What keeps the schema shardable by organization, as Citus and distributed databases need it: the rows of one organization lie
// together, and no constraint spans several.
import { expect, it } from 'vitest'
import { asOwner } from '@/lib/testing/fixtures'

const tenantTables = `
  select c.oid, c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'organization_id' and not a.attisdropped
    and not c.relispartition`

const columnsOf = (keys: string, table: string) => `
  (select array_agg(a.attname::text order by k.position) from unnest(${keys}) with ordinality k(number, position)
   join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`

it('every tenant table names its organization in each row and in its primary key', async () => {
  const rows = await asOwner<{ name: string; nullable: boolean; key: string[] | null }>(`
    select t.name, not a.attnotnull as nullable, ${columnsOf('i.indkey', 't.oid')} as key
    from (${tenantTables}) t join pg_attribute a on a.attrelid = t.oid and a.attname = 'organization_id'
    left join pg_index i on i.indrelid = t.oid and i.indisprimary order by 1`)
  expect(rows.length).toBeGreaterThan(8)
  const wrong = rows.filter(({ nullable, key }) => nullable || !key?.includes('organization_id'))
  expect(wrong).toEqual([])
})

it('no reference between tenant tables leads out of the organization', async () => {
  const rows = await asOwner<{ name: string; own: string[]; other: string[] }>(`
    select f.conname as name, ${columnsOf('f.conkey', 'f.conrelid')} as own, ${columnsOf('f.confkey', 'f.confrelid')} as other
    from pg_constraint f join (${tenantTables}) a on a.oid = f.conrelid join (${tenantTables}) b on b.oid = f.confrelid
    where f.contype = 'f' order by 1`)
  expect(rows.length).toBeGreaterThan(3)
  const leading = rows.filter(({ own, other }) => {
    const position = own.indexOf('organization_id')
    return position < 0 || other[position] !== 'organization_id'
  })
  expect(leading).toEqual([])
})

it('what is unique over all organizations is listed, since a sharded database cannot check it', async () => {
  const rows = await asOwner<{ name: string }>(`
    select t.name || ' (' || array_to_string(${columnsOf('i.indkey', 't.oid')}, ', ') || ')' as name
    from (${tenantTables}) t join pg_index i on i.indrelid = t.oid
    where i.indisunique and not exists (select from pg_attribute a
      where a.attrelid = t.oid and a.attname = 'organization_id' and a.attnum = any(i.indkey)) order by 1`)
  expect(rows.map(({ name }) => name)).toEqual([
    // Found by their secret, before the organization is known: on shards, a lookup table by hash comes first.
    'api_keys (secret_hash)',
    'invitations (email_id)',
    'invitations (token_hash)',
    // Only with TENANCY_MODE=single.
    'memberships (user_id)',
  ])
})

it('references between tenant tables and others lead to four tables, which a sharded database needs on every node', async () => {
  const rows = await asOwner<{ name: string }>(`
    select distinct f.confrelid::regclass::text as name from pg_constraint f
    where f.contype = 'f' and (f.conrelid in (select oid from (${tenantTables}) t)) <> (f.confrelid in (select oid from (${tenantTables}) t))
    order by 1`)
  // Sessions and emails are referenced only to be removed together; organizations and users are small.
  expect(rows.map(({ name }) => name)).toEqual(['emails', 'organizations', 'sessions', 'users'])
})
