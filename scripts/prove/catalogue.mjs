// Reads the live catalogue: every table with its columns and what each role may do, every function, and the rows of an
// organization. Nothing here is a list to be kept.
import { globalTables } from './known.mjs'

/** The roles that the application takes, and those that own functions. */
export const roles = ['tenant', 'person', 'identity', 'janitor', 'access', 'integrity']

const tables = `
  select c.oid, c.relname as name, c.relkind as kind, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 2`

const columns = `
  select a.attrelid as oid, a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as required,
    a.atthasdef as has_default,
    (select enumlabel from pg_enum where enumtypid = a.atttypid order by enumsortorder limit 1) as label,
    array(select r from unnest($1::text[]) r where has_column_privilege(r, a.attrelid, a.attnum, 'select')) as readers,
    array(select r from unnest($1::text[]) r where has_column_privilege(r, a.attrelid, a.attnum, 'insert')) as inserters,
    array(select r from unnest($1::text[]) r where has_column_privilege(r, a.attrelid, a.attnum, 'update')) as updaters
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
  order by a.attnum`

const keys = `
  select conrelid as oid, contype as type, confrelid::regclass::text as target, pg_get_constraintdef(oid) as definition,
    array(select attname::text from unnest(conkey) with ordinality k(n, i) join pg_attribute on attrelid = conrelid and attnum = n
      order by i) as columns,
    array(select attname::text from unnest(confkey) with ordinality k(n, i) join pg_attribute on attrelid = confrelid and attnum = n
      order by i) as referenced
  from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0`

const policies = `select tablename as name, policyname as policy, roles::text[] as roles, cmd, qual, with_check from pg_policies
  where schemaname = 'public'`

const grantees = `
  select distinct c.oid, coalesce(r.rolname, 'public') as grantee from pg_class c,
    aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
  where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner`

/** Every table and view of the application, with columns, keys, policies and grantees. */
export async function readTables(owner) {
  const [found, allColumns, allKeys, allPolicies, allGrantees] = await inOrder(owner, [
    [tables],
    [columns, [roles]],
    [keys],
    [policies],
    [grantees],
  ])
  return found.map((table) => {
    const own = allColumns.filter(({ oid }) => oid === table.oid)
    return {
      ...table,
      columns: own,
      isTenant: own.some(({ name }) => name === 'organization_id'),
      keys: allKeys.filter(({ oid }) => oid === table.oid),
      policies: allPolicies.filter(({ name }) => name === table.name),
      grantees: allGrantees.filter(({ oid }) => oid === table.oid).map(({ grantee }) => grantee),
    }
  })
}

/** Every function of the application that runs with its owner's rights, or that the roles may not need. */
export async function readFunctions(owner) {
  const { rows } = await owner.query(
    `select p.oid::regprocedure::text as name, p.proname as short, r.rolname as owner, p.prosecdef as definer,
       p.prorettype = 'trigger'::regtype as is_trigger, p.provolatile as volatility, p.prokind as kind,
       exists (select from unnest(p.proconfig) c where c like 'search_path=%pg_temp') as pinned,
       array(select format_type(t, null) from unnest(p.proargtypes) t) as types,
       coalesce(p.proargnames, '{}') as names, n.nspname as schema,
       array(select g from unnest($1::text[]) g where has_function_privilege(g, p.oid, 'execute')
         and has_schema_privilege(g, n.oid, 'usage')) as callers
     from pg_proc p join pg_roles r on r.oid = p.proowner join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
     order by 1`,
    [roles],
  )
  return rows
}

/** In: a table. Out: the condition that selects what belongs to an organization or to its people; null if nothing does. */
export function ownedBy(table, { id, people }) {
  const has = (name) => table.columns.some((column) => column.name === name)
  const ofPeople = `in (${people.map(quote).join(', ') || 'null'})`
  if (table.isTenant) return { column: 'organization_id', sql: `organization_id = ${quote(id)}` }
  const link = globalTables[table.name]?.link
  if (link === 'organization') return { column: 'id', sql: `id = ${quote(id)}` }
  if (link === 'person') return { column: 'id', sql: `id ${ofPeople}` }
  if (link) return { column: link, sql: `${link} = ${quote(id)}` }
  if (has('user_id')) return { column: 'user_id', sql: `user_id ${ofPeople}` }
  return null
}

export const quote = (text) => `'${String(text).replaceAll("'", "''")}'`
export const identifier = (name) => `"${name.replaceAll('"', '""')}"`

async function inOrder(client, queries) {
  const results = []
  for (const [text, values] of queries) results.push((await client.query(text, values)).rows)
  return results
}
