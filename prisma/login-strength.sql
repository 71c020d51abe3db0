-- Which logins the application may sign in with: the one place that decides it, for npm run db:migrate, npm start and the start
-- of the server itself. Row-level security does not hold against a superuser, the owner of the tables, a role with BYPASSRLS, or
-- one that can become any of them; and a temporary table could pass for a table of ours.
-- In:  $1 the login, or null for the one that asks; $2 which of the two it is for: tenant or identity.
-- Out: roles     what it may become, and nothing else
--      strength  what makes it too strong; null for a good one, one that does not exist, and the embedded database's only one
--      refusal   the same, and temporary tables, which are closed off for the whole database when the logins are made
select e.login, e.roles, s.strength, coalesce(s.strength, case
    when version() !~* 'pglite|emscripten' and has_database_privilege(r.oid, current_database(), 'temporary')
      then 'able to make temporary tables'
  end) as refusal
from (select coalesce($1::text, session_user::text) as login,
    case $2::text when 'tenant' then array['tenant', 'person'] when 'identity' then array['identity', 'janitor'] end as roles) e
left join pg_roles r on r.rolname = e.login
cross join lateral (select case
    when r.oid is null or version() ~* 'pglite|emscripten' then null
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
      where s.oid <> r.oid and s.rolname <> all(e.roles) and pg_has_role(r.oid, s.oid, 'member'))
  end as strength) s
