-- 20,000 organizations, of which 400 have 50 members each, with their sessions, invitations, API keys, notes and audit log: 20,000
-- rows in each table, so that reading one from end to end is the slower plan. The others have one member, but for the last one: it has
-- 10,000, which Postgres does not expect of it.
set session_replication_role = replica;

create function pg_temp.numbered(kind text, n bigint) returns text language sql immutable as $$
  select kind || '_' || lpad(n::text, 26, '0')
$$;

create temp table numbers as
  select i, pg_temp.numbered('org', 1 + i % 400) as organization_id, pg_temp.numbered('user', i) as user_id,
    now() - i * interval '1 minute' as at
  from generate_series(1, 20000) i;

insert into organizations (id, slug, name)
  select pg_temp.numbered('org', i), 'company-' || i, 'Company ' || i from generate_series(1, 20000) i;
insert into users (id, name, email, email_verified_at)
  select user_id, 'Person ' || i, 'person' || i || '@example.com', at from numbers;
insert into sessions (id, user_id, active_organization_id, expires_at)
  select pg_temp.numbered('sess', i), user_id, organization_id, now() + interval '1 day' from numbers;
insert into organization_visits (organization_id, session_id) select organization_id, pg_temp.numbered('sess', i) from numbers;
insert into memberships (organization_id, user_id, role, sort_name, joined_at)
  select organization_id, user_id, case when i <= 400 then 'owner' else 'member' end, 'person ' || i, at from numbers;
insert into member_terms (organization_id, term, user_id, role)
  select n.organization_id, term, n.user_id, case when n.i <= 400 then 'owner' else 'member' end
  from numbers n, search_terms('Person ' || n.i, 'person' || n.i || '@example.com') term;
insert into invitations (organization_id, id, email, role, token_hash, invited_by, created_at, expires_at)
  select organization_id, pg_temp.numbered('inv', i), 'guest' || i || '@example.com', 'member', md5(i::text), user_id, at,
    now() + interval '7 days'
  from numbers;
insert into api_keys (organization_id, id, name, role, permissions, secret_hash, prefix, created_by, created_at)
  select organization_id, pg_temp.numbered('key', i), 'Key ' || i, 'member', '{}', md5(i::text), 'key', user_id, at from numbers;
insert into org_tokens (organization_id, id, user_id, session_id, role, expires_at)
  select organization_id, pg_temp.numbered('tok', i), user_id, pg_temp.numbered('sess', i), 'owner', now() + interval '5 minutes'
  from numbers;
insert into notes (organization_id, id, name, created_by, created_at)
  select organization_id, pg_temp.numbered('note', i), 'Note ' || i, user_id, at from numbers;
insert into audit_events (organization_id, id, sequence, action, actor_type, actor_id, actor_name, target_type, target_id,
    target_name, occurred_at)
  select organization_id, pg_temp.numbered('evt', i), 1 + i / 400, 'note.' || (array['created', 'updated'])[1 + i % 2], 'user',
    user_id, 'Person ' || i, 'note', pg_temp.numbered('note', i), 'Note ' || i, now() - (20000 - i) * interval '1 minute'
  from numbers;

insert into memberships (organization_id, user_id, role, sort_name, joined_at)
  select pg_temp.numbered('org', i), user_id, 'owner', 'person ' || i, at from numbers where i between 401 and 19999;
create temp table more as select *, pg_temp.numbered('org', 20000) as large_id from numbers where i <= 10000;

insert into memberships (organization_id, user_id, role, sort_name, joined_at)
  select large_id, user_id, case when i = 1 then 'owner' else 'member' end, 'person ' || i, at from more;
insert into member_terms (organization_id, term, user_id, role)
  select n.large_id, term, n.user_id, case when n.i = 1 then 'owner' else 'member' end
  from more n, search_terms('Person ' || n.i, 'person' || n.i || '@example.com') term;
insert into invitations (organization_id, id, email, role, token_hash, invited_by, created_at, expires_at)
  select large_id, pg_temp.numbered('inv', 20000 + i), 'guest' || i || '@example.com', 'member', md5('more' || i), user_id, at,
    now() + case when i % 2 = 0 then interval '7 days' else interval '-1 day' end
  from more;
insert into notes (organization_id, id, name, created_by, created_at)
  select large_id, pg_temp.numbered('note', 20000 + i), 'Note ' || i, user_id, at from more;
insert into audit_events (organization_id, id, sequence, action, actor_type, actor_id, actor_name, target_type, target_id,
    target_name, occurred_at)
  select large_id, pg_temp.numbered('evt', 20000 + i), i, 'note.' || (array['created', 'updated'])[1 + i % 2], 'user', user_id,
    'Person ' || i, 'note', pg_temp.numbered('note', 20000 + i), 'Note ' || i, now() - (20000 - i) * interval '1 minute'
  from more;

set session_replication_role = default;
analyze;
