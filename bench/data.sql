-- Our rows for the people of distribution.sql, which comes first. Organization 1 has 10,000 records.

-- A starting server writes these; without them no role exists.
update settings set built_in_roles = :built_in_roles;

insert into organizations (id, slug, name)
  select pg_temp.numbered('org', i), 'company-' || i, 'Company ' || i from generate_series(1, 1000) i;

insert into users (id, name, email, email_verified_at, password_hash)
  select pg_temp.numbered('user', i), 'Person ' || i, 'person' || i || '@example.com', now(), :password_hash
  from generate_series(1, 20000) i;

insert into memberships (organization_id, user_id, role, joined_at)
  select pg_temp.numbered('org', organization), pg_temp.numbered('user', person), role,
    timestamptz '2026-01-01' + person * interval '1 minute'
  from distribution;

insert into projects (organization_id, id, name, description, archived_at, created_by, created_at)
  select pg_temp.numbered('org', 1), pg_temp.numbered('proj', i), 'Project ' || i,
    'What project ' || i || ' is for, in a sentence of ordinary length.',
    case when i % 5 = 0 then now() end, pg_temp.numbered('user', 1 + i % 200),
    timestamptz '2026-01-01' + i * interval '30 minutes'
  from generate_series(1, 10000) i;

insert into projects (organization_id, id, name, created_by, created_at)
  select m.organization_id, pg_temp.numbered('proj', 10000 + row_number() over ()::int), 'Launch', m.user_id, m.joined_at
  from memberships m where m.organization_id <> pg_temp.numbered('org', 1);

-- Organizations 1001 to 1004 have 100, 1,000, 10,000 and 100,000 members, with names that differ at the beginning; the first
-- member is the owner. The same request must take the same time in all of them.
insert into organizations (id, slug, name)
  select pg_temp.numbered('org', 1000 + i), 'crowd-' || i, 'Crowd ' || i from generate_series(1, 4) i;
insert into users (id, name, email, email_verified_at)
  select pg_temp.numbered('user', 20000 + i), initcap(chr(97 + i % 26) || substr(md5(i::text), 1, 7)) || ' Person',
    'crowd' || i || '@example.com', now()
  from generate_series(1, 100000) i;
insert into memberships (organization_id, user_id, role, joined_at)
  select pg_temp.numbered('org', 1000 + size), pg_temp.numbered('user', 20000 + i),
    case when i = 1 then 'owner' when i % 50 = 0 then 'admin' else 'member' end,
    timestamptz '2025-01-01' + i * interval '1 minute'
  from generate_series(1, 4) size, generate_series(1, (10 ^ (size + 1))::int) i;

-- People without an organization, each with an invitation by the owner of organization 1 that the benchmark accepts.
insert into users (id, name, email, email_verified_at)
  select pg_temp.numbered('user', 200000 + i), 'Guest ' || i, 'guest' || i || '@example.com', now()
  from generate_series(1, :guests) i;
insert into invitations (organization_id, id, email, role, token_hash, invited_by, expires_at)
  select pg_temp.numbered('org', 1), pg_temp.numbered('inv', i), 'guest' || i || '@example.com', 'viewer',
    encode(sha256(convert_to(lpad(i::text, 43, 'g'), 'utf8')), 'hex'), pg_temp.numbered('user', 1), now() + interval '7 days'
  from generate_series(1, :guests) i;

-- A session for each of the people in :sessions, in the organization given there.
insert into sessions (id, user_id, active_organization_id, expires_at)
  select s.id, s.user_id, s.organization_id, now() + interval '1 day'
  from json_to_recordset(:sessions) s(id text, user_id text, organization_id text);

-- Each of them has visited all their organizations before, because a first visit writes to the audit log.
insert into organization_visits (organization_id, session_id)
  select m.organization_id, s.id from sessions s join memberships m on m.user_id = s.user_id;

-- The API keys of :keys, each created by an owner.
insert into api_keys (organization_id, id, name, role, permissions, secret_hash, prefix, created_by)
  select k.organization_id, k.id, 'Program', 'member', '{}', k.secret_hash, k.prefix, k.created_by
  from json_to_recordset(:keys) k(organization_id text, id text, secret_hash text, prefix text, created_by text);

analyze;
