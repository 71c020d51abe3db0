// Which logins the application must not sign in with: row-level security does not hold against a superuser, the owner of
// the tables, a role with BYPASSRLS, or one that can become any of them.
import { withClient } from './connection.mjs'
import { isEmbedded } from './database.mjs'

/** Null for a login that row-level security holds against, else what makes it too strong. */
export function loginStrength(url) {
  return withClient(url, async (client) => {
    const { rows } = await client.query('select version() as version, session_user::text as login')
    return isEmbedded(rows[0].version) ? null : roleStrength(client, rows[0].login)
  })
}

/** The same for a role by name; null also where there is no such role. */
export async function roleStrength(client, role) {
  const { rows } = await client.query(powers, [role])
  return rows[0]?.strength ?? null
}

const powers = `
  select case
    when r.rolsuper then 'a superuser'
    when r.rolbypassrls then 'able to bypass row-level security'
    when r.rolcreaterole then 'able to create roles'
    when exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and pg_has_role(r.oid, c.relowner, 'member')) then 'the owner of the tables'
    when exists (select from pg_database d where d.datname = current_database()
      and pg_has_role(r.oid, d.datdba, 'member')) then 'the owner of the database'
    when exists (select from pg_roles s where (s.rolsuper or s.rolbypassrls or s.rolcreaterole)
      and pg_has_role(r.oid, s.oid, 'member')) then 'a member of a role that can bypass row-level security'
    when has_schema_privilege(r.oid, 'public', 'create') then 'able to create tables'
  end as strength from pg_roles r where r.rolname = $1`
