-- The tables of schema.prisma, and their rows for the people of ../../distribution.sql, which comes first. Sessions are in cookies.
-- :guests more people have an invitation each.
create type "Role" as enum ('owner', 'admin', 'member');
create table "User" (id text primary key, name text not null, email text not null unique);
create table "Organization" (id text primary key, slug text not null unique, name text not null);
create table "Membership" (
  id text primary key,
  "organizationId" text not null references "Organization" on update cascade on delete cascade,
  "userId" text not null references "User" on update cascade on delete cascade,
  role "Role" not null default 'member',
  "joinedAt" timestamp(3) not null default current_timestamp
);
create unique index on "Membership" ("organizationId", "userId");
create index on "Membership" ("userId");
create table "Invitation" (
  id text primary key,
  "organizationId" text not null references "Organization" on update cascade on delete cascade,
  email text not null,
  role "Role" not null default 'member',
  token text not null unique,
  "invitedById" text not null references "User" on update cascade on delete cascade,
  "expiresAt" timestamp(3) not null
);
create unique index on "Invitation" ("organizationId", email);

insert into "Organization" (id, slug, name)
  select pg_temp.numbered('org', i), 'company-' || i, 'Company ' || i from generate_series(1, 1000) i;
insert into "User" (id, name, email)
  select pg_temp.numbered('user', i), 'Person ' || i, 'person' || i || '@example.com' from generate_series(1, 20000) i
  union all
  select pg_temp.numbered('user', 200000 + i), 'Guest ' || i, 'guest' || i || '@example.com'
  from generate_series(1, :guests) i;
insert into "Membership" (id, "organizationId", "userId", role)
  select pg_temp.numbered('member', row_number() over (order by organization, person)::int), pg_temp.numbered('org', organization),
    pg_temp.numbered('user', person), role::"Role"
  from distribution;
insert into "Invitation" (id, "organizationId", email, token, "invitedById", "expiresAt")
  select pg_temp.numbered('inv', i), pg_temp.numbered('org', 2 + i % 999), 'guest' || i || '@example.com', 'token' || i,
    pg_temp.numbered('user', 1), now() + interval '7 days'
  from generate_series(1, :guests) i;
analyze;
