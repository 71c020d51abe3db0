-- Says why the application must not sign in with a login, or null. Row-level security does not bind a superuser, the owner of
-- the tables, a role with BYPASSRLS, or a role that can become one of them. A temporary table could shadow a real one.
-- $1: the login; $2: the roles that it may be a member of.
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
    else 'a member of the role ' || (select min(s.rolname::text) from pg_roles s
      where s.oid <> r.oid and s.rolname <> all($2::text[]) and pg_has_role(r.oid, s.oid, 'member'))
  end as strength,
  has_database_privilege(r.oid, current_database(), 'temporary') as makes_temporary_tables
from pg_roles r where r.rolname = $1
