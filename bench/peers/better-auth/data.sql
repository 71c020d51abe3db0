-- The rows of better-auth for the people of ../../distribution.sql, which comes first. Everyone has a session in their first
-- organization. :guests more people have an invitation each, spread over organizations, because better-auth reads all open ones of
-- an organization for each new one.
insert into organization (id, name, slug, "createdAt")
  select pg_temp.numbered('org', i), 'Company ' || i, 'company-' || i, now() from generate_series(1, 1000) i;
insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
  select pg_temp.numbered('user', i), 'Person ' || i, 'person' || i || '@example.com', true, now(), now()
  from generate_series(1, 20000) i;
insert into member (id, "organizationId", "userId", role, "createdAt")
  select pg_temp.numbered('member', row_number() over (order by organization, person)::int), pg_temp.numbered('org', organization),
    pg_temp.numbered('user', person), role, timestamptz '2026-01-01' + person * interval '1 minute'
  from distribution;
insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
  select pg_temp.numbered('user', 200000 + i), 'Guest ' || i, 'guest' || i || '@example.com', true, now(), now()
  from generate_series(1, :guests) i;
insert into invitation (id, "organizationId", email, role, status, "expiresAt", "createdAt", "inviterId")
  select pg_temp.numbered('inv', i), pg_temp.numbered('org', 2 + i % 999), 'guest' || i || '@example.com', 'member', 'pending',
    now() + interval '7 days', now(), pg_temp.numbered('user', 1)
  from generate_series(1, :guests) i;
insert into session (id, token, "userId", "activeOrganizationId", "expiresAt", "createdAt", "updatedAt")
  select 'session' || u.id, 'token' || u.id, u.id, min(m."organizationId"), now() + interval '6 days', now(), now()
  from "user" u left join member m on m."userId" = u.id group by u.id;
analyze;
