-- The tables, and the rules that hold for them whatever the application does:
--   roles      tenant    data of one organization at a time, through row-level security
--              identity  people, sign-ins, mails, signing keys; nothing that belongs to an organization
--   policies   isolate(table) gives a table with organization_id its forced policy and its grants
--   doors      enter_org, enter_user, issue_org_token, switch_org, found_org: each drops to a weak role first
-- Roles belong to the whole server, so another database may have made them already, even at this very moment.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['tenant', 'identity'] loop
    if not exists (select 1 from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
  end loop;
end $$;

grant usage on schema public to tenant, identity;
revoke create on schema public from public;

-- A TypeID: the kind of the row, then a UUIDv7 (RFC 9562) in Crockford's base32 (26 characters of 5 bits, 2 leading zeros).
create function type_id(prefix text) returns text language sql volatile as $$
  select prefix || '_' || string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz', (substring(bits from 1 + 5 * i for 5))::bit(5)::int + 1, 1), '' order by i)
  from (
    select b'00' || substring(now_bits from 17) || b'0111' || substring(random_bits from 53 for 12)
      || b'10' || substring(random_bits from 67) as bits
    from (
      select ((extract(epoch from clock_timestamp()) * 1000)::bigint)::bit(64) as now_bits,
        ('x' || replace(gen_random_uuid()::text, '-', ''))::bit(128) as random_bits
    ) sources
  ) uuid, generate_series(0, 25) i
$$;

-- The organization of this transaction, or null. An unset setting reads as null at first and as '' after a transaction.
create function current_org() returns text language sql stable parallel safe as $$
  select nullif(current_setting('app.org_id', true), '')
$$;

-- The person of this transaction where no organization is known yet, or null.
create function current_person() returns text language sql stable parallel safe as $$
  select nullif(current_setting('app.user_id', true), '')
$$;

-- Gives a table with an organization_id its isolation: rows of other organizations cannot be read, written or moved.
create procedure isolate(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_isolation on %s to tenant '
    'using (organization_id = current_org()) with check (organization_id = current_org())', target);
  execute format('grant select, insert, update, delete on %s to tenant', target);
end $$;

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL DEFAULT type_id('user'),
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT,
    "image_url" TEXT,
    "email_verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL DEFAULT type_id('sess'),
    "user_id" TEXT NOT NULL,
    "active_organization_id" TEXT,
    "user_agent" TEXT,
    "ip_address" TEXT,
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_tokens" (
    "id" TEXT NOT NULL DEFAULT type_id('emt'),
    "user_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "name" TEXT,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "emails" (
    "id" TEXT NOT NULL DEFAULT type_id('mail'),
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "emails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "id" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "encrypted_private_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" TEXT NOT NULL DEFAULT type_id('org'),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "logo_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_active_at" TIMESTAMPTZ(3),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "org_tokens" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('tok'),
    "user_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "org_tokens_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "projects" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('proj'),
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "archived_at" TIMESTAMPTZ(3),
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "projects_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_active_organization_id_idx" ON "sessions"("active_organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "email_tokens_token_hash_key" ON "email_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "email_tokens_user_id_purpose_idx" ON "email_tokens"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "emails_to_created_at_idx" ON "emails"("to", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "org_tokens_session_id_idx" ON "org_tokens"("session_id");

-- CreateIndex
CREATE INDEX "org_tokens_user_id_idx" ON "org_tokens"("user_id");

-- CreateIndex
CREATE INDEX "org_tokens_organization_id_expires_at_idx" ON "org_tokens"("organization_id", "expires_at");

-- CreateIndex
CREATE INDEX "projects_organization_id_created_at_id_idx" ON "projects"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "projects_created_by_idx" ON "projects"("created_by");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_active_organization_id_fkey" FOREIGN KEY ("active_organization_id") REFERENCES "organizations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_tokens" ADD CONSTRAINT "email_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_tokens" ADD CONSTRAINT "org_tokens_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_tokens" ADD CONSTRAINT "org_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_tokens" ADD CONSTRAINT "org_tokens_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Facts that no code path may break.
alter table users add constraint users_email_normalized check (email = lower(email) and octet_length(email) <= 254);
alter table organizations add constraint organizations_slug_shape check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 48);
alter table email_tokens add constraint email_tokens_purpose check (purpose in ('verify_email', 'reset_password'));

-- Tenant tables.
call isolate('projects');
call isolate('org_tokens');
call isolate('memberships');

-- A person sees their own memberships before an organization is known; only there, since inside one it would leak others.
create policy own_memberships on memberships for select to tenant using (user_id = current_person());

-- The organization itself: visible from inside, and to its members from outside.
alter table organizations enable row level security;
alter table organizations force row level security;
create policy tenant_isolation on organizations to tenant using (id = current_org()) with check (id = current_org());
create policy own_organizations on organizations for select to tenant
  using (id in (select organization_id from memberships where user_id = current_person()));
grant select, insert, delete on organizations to tenant;
grant update (name, slug, logo_url, updated_at) on organizations to tenant;

-- People: an organization sees its members and nobody else, never a password hash.
alter table users enable row level security;
alter table users force row level security;
create policy co_members on users for select to tenant using (
  id = current_person()
  or exists (select 1 from memberships m where m.organization_id = current_org() and m.user_id = users.id)
);
create policy identity_all on users to identity using (true) with check (true);
grant select (id, name, email, image_url, email_verified_at, created_at) on users to tenant;

-- Identity tables hold no organization's data.
grant select, insert, update, delete on users, sessions, email_tokens, emails, signing_keys to identity;

-- Readiness compares what is applied with what the code ships. A shadow database has no such table.
do $$ begin
  if to_regclass('public._prisma_migrations') is not null then
    grant select on _prisma_migrations to identity;
  end if;
end $$;

-- What a door answers. status: ok | no_session | no_active_organization | not_member | token_ended | slug_taken.
create type entry as (
  status text, user_id text, user_name text, user_email text, email_verified boolean, session_id text,
  authenticated_at timestamptz, organization_id text, organization_slug text, organization_name text,
  role text, is_active boolean, token_id text, issued_at timestamptz
);

-- In: a session and its user. Drops to the tenant role for the rest of the transaction and lets it see that person's
-- own memberships. Out: who they are, or status no_session when the session has ended or never was theirs.
create function enter_user(p_session text, p_user text) returns entry language plpgsql as $$
declare
  e entry;
begin
  perform set_config('role', 'identity', true), set_config('app.org_id', '', true), set_config('app.user_id', '', true);
  select 'ok', u.id, u.name, u.email, u.email_verified_at is not null, s.id, s.authenticated_at, s.active_organization_id
    into e.status, e.user_id, e.user_name, e.user_email, e.email_verified, e.session_id, e.authenticated_at, e.organization_id
    from sessions s join users u on u.id = s.user_id
    where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > now();
  perform set_config('role', 'tenant', true);
  if e.status is null then
    e.status := 'no_session';
  else
    perform set_config('app.user_id', e.user_id, true);
  end if;
  return e;
end $$;

-- In: a session, its user, an organization by id or slug (null: the session's active one) and, where the caller came with
-- one, the id of their organization token. Drops to the tenant role, then, for a live member only, sets the organization.
-- An organization that does not exist and one of which they are no member answer alike.
create function enter_org(p_session text, p_user text, p_org text, p_token text default null) returns entry language plpgsql as $$
declare
  e entry;
  active text;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return e;
  end if;
  active := e.organization_id;
  e.organization_id := null;
  if coalesce(p_org, active) is null then
    e.status := 'no_active_organization';
    return e;
  end if;
  select o.id, o.slug, o.name, m.role, o.id = active
    into e.organization_id, e.organization_slug, e.organization_name, e.role, e.is_active
    from organizations o join memberships m on m.organization_id = o.id and m.user_id = e.user_id
    where o.id = coalesce(p_org, active) or o.slug = p_org;
  perform set_config('app.user_id', '', true);
  if e.organization_id is null then
    e.status := case when p_org is null then 'no_active_organization' else 'not_member' end;
    return e;
  end if;
  e.is_active := coalesce(e.is_active, false);
  perform set_config('app.org_id', e.organization_id, true);
  -- A token speaks for the role it was issued with: a changed role ends it, as revocation and the session's end do.
  if p_token is not null and not exists (
    select 1 from org_tokens t
    where t.organization_id = current_org() and t.id = p_token and t.user_id = e.user_id and t.session_id = e.session_id
      and t.role = e.role and t.revoked_at is null and t.expires_at > now()
  ) then
    perform set_config('app.org_id', '', true);
    e.status := 'token_ended';
  end if;
  return e;
end $$;

-- Enters the organization and stores a token's row; out, its id and time of issue. Now and then it also forgets
-- some that expired long ago, so that the table stays as small as the traffic.
create function issue_org_token(p_session text, p_user text, p_org text, p_ttl_seconds int, p_make_active boolean default false)
returns entry language plpgsql as $$
declare
  e entry;
begin
  if p_make_active then
    e := switch_org(p_session, p_user, p_org);
  else
    e := enter_org(p_session, p_user, p_org);
  end if;
  if e.status = 'ok' then
    insert into org_tokens (user_id, session_id, role, issued_at, expires_at)
      values (e.user_id, e.session_id, e.role, date_trunc('second', now()),
        date_trunc('second', now()) + make_interval(secs => p_ttl_seconds))
      returning id, issued_at into e.token_id, e.issued_at;
    update memberships set last_active_at = now()
      where organization_id = current_org() and user_id = e.user_id
        and (last_active_at is null or last_active_at < now() - interval '5 minutes');
    if random() < 0.05 then
      delete from org_tokens where organization_id = current_org() and id in (
        select id from org_tokens where organization_id = current_org() and expires_at < now() - interval '1 day'
        order by expires_at limit 40 for update skip locked);
    end if;
  end if;
  return e;
end $$;

-- Enters the organization and makes it the session's active one, for a live member only.
create function switch_org(p_session text, p_user text, p_org text) returns entry language plpgsql as $$
declare
  e entry;
begin
  e := enter_org(p_session, p_user, p_org);
  if e.status = 'ok' and not e.is_active then
    perform set_config('role', 'identity', true);
    update sessions set active_organization_id = e.organization_id where id = e.session_id;
    perform set_config('role', 'tenant', true);
    e.is_active := true;
  end if;
  return e;
end $$;

-- In: a session and its user. Out: their organizations by name, in one statement; for an ended session one row that says so.
create function my_organizations(p_session text, p_user text)
  returns table (status text, id text, slug text, name text, role text, joined_at timestamptz, is_active boolean)
  language plpgsql as $$
declare
  e entry;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return query select e.status, null::text, null::text, null::text, null::text, null::timestamptz, null::boolean;
    return;
  end if;
  return query
    select 'ok', o.id, o.slug, o.name, m.role, m.joined_at::timestamptz, coalesce(o.id = e.organization_id, false)
      from memberships m join organizations o on o.id = m.organization_id
      where m.user_id = e.user_id order by o.name, o.id;
end $$;

-- Creates an organization with the person as its owner and makes it active. Out: the entry, or status slug_taken.
create function found_org(p_session text, p_user text, p_name text, p_slug text) returns entry language plpgsql as $$
declare
  e entry;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' or not e.email_verified then
    return e;
  end if;
  e.organization_id := type_id('org');
  perform set_config('app.user_id', '', true), set_config('app.org_id', e.organization_id, true);
  insert into organizations (id, name, slug) values (e.organization_id, p_name, p_slug) on conflict (slug) do nothing;
  if not found then
    e.status := 'slug_taken';
    return e;
  end if;
  insert into memberships (user_id, role, last_active_at) values (e.user_id, 'owner', now());
  perform set_config('role', 'identity', true);
  update sessions set active_organization_id = e.organization_id where id = e.session_id;
  perform set_config('role', 'tenant', true);
  e.organization_slug := p_slug;
  e.organization_name := p_name;
  e.role := 'owner';
  e.is_active := true;
  return e;
end $$;

-- A temporary table of the login must not pass for one of these.
alter function enter_user set search_path = public, pg_temp;
alter function enter_org set search_path = public, pg_temp;
alter function issue_org_token set search_path = public, pg_temp;
alter function switch_org set search_path = public, pg_temp;
alter function my_organizations set search_path = public, pg_temp;
alter function found_org set search_path = public, pg_temp;
