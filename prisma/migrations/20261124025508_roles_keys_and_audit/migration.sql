-- Roles of an organization's own, API keys, the audit trail, and the end of organizations and tokens.

-- The roles that every organization has; what they allow is said in lib/auth/permissions.ts.
create function built_in_role(key text) returns boolean language sql immutable as $$
  select key in ('owner', 'admin', 'member', 'viewer')
$$;

-- AlterTable
ALTER TABLE "org_tokens" ADD COLUMN     "api_key_id" TEXT,
ADD COLUMN     "status_index" BIGSERIAL NOT NULL,
ALTER COLUMN "user_id" DROP NOT NULL,
ALTER COLUMN "session_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "roles" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('role'::text),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "permissions" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('key'::text),
    "name" TEXT NOT NULL,
    "role" TEXT,
    "permissions" TEXT[],
    "secret_hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('evt'::text),
    "sequence" BIGINT NOT NULL DEFAULT 0,
    "action" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT,
    "target_name" TEXT NOT NULL,
    "changes" JSONB NOT NULL DEFAULT '{}',
    "ip" TEXT,
    "request_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "previous_hash" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "roles_organization_id_key_key" ON "roles"("organization_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "api_keys"("secret_hash");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_created_at_id_idx" ON "api_keys"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "api_keys_created_by_idx" ON "api_keys"("created_by");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_occurred_at_sequence_idx" ON "audit_events"("organization_id", "occurred_at", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_actor_id_sequence_idx" ON "audit_events"("organization_id", "actor_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_action_sequence_idx" ON "audit_events"("organization_id", "action", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_organization_id_sequence_key" ON "audit_events"("organization_id", "sequence");

-- CreateIndex
CREATE INDEX "org_tokens_organization_id_api_key_id_idx" ON "org_tokens"("organization_id", "api_key_id");

-- AddForeignKey
ALTER TABLE "roles" ADD CONSTRAINT "roles_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_tokens" ADD CONSTRAINT "org_tokens_organization_id_api_key_id_fkey" FOREIGN KEY ("organization_id", "api_key_id") REFERENCES "api_keys"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Facts that no code path may break.
alter table roles add constraint roles_key_shape check (key ~ '^[a-z][a-z0-9_]*$' and length(key) <= 48 and not built_in_role(key) and key <> 'api_key');
alter table api_keys add constraint api_keys_one_scope check ((role is null) <> (permissions = '{}'));
alter table org_tokens add constraint org_tokens_one_bearer check (
  (user_id is not null and session_id is not null and api_key_id is null)
  or (user_id is null and session_id is null and api_key_id is not null));
-- The published list of revoked tokens reads these, and nothing else.
create index org_tokens_revoked on org_tokens (status_index) where revoked_at is not null;

-- Tenant tables.
call isolate('roles');
call isolate('api_keys');
call isolate('audit_events');
grant usage on sequence org_tokens_status_index_seq to tenant;

-- What was recorded stays as it was.
revoke update, delete on audit_events from tenant;

-- Whoever holds the secret of an API key finds it, whatever the organization.
create policy by_secret on api_keys for select to tenant
  using (secret_hash = nullif(current_setting('app.api_key', true), ''));

-- The end of a session ends its tokens, and the list of revoked tokens is public: for both, the role that knows no
-- organization sees places in that list, never whose they are.
create policy revoked on org_tokens for select to identity
  using (revoked_at is not null or session_id = nullif(current_setting('app.ended_session', true), ''));
create policy end_session on org_tokens for update to identity
  using (session_id = nullif(current_setting('app.ended_session', true), ''));
grant select (session_id, status_index, revoked_at, expires_at), update (revoked_at) on org_tokens to identity;

-- A deleted organization is gone from its people's lists at once.
drop policy own_organizations on organizations;
create policy own_organizations on organizations for select to tenant
  using (deleted_at is null and id in (select organization_id from memberships where user_id = current_person()));
drop policy inviting_organizations on organizations;
create policy inviting_organizations on organizations for select to tenant
  using (deleted_at is null and id in (select i.organization_id from invitations i
    where i.token_hash = nullif(current_setting('app.invitation', true), '')
      or i.email = (select u.email from users u where u.id = current_person() and u.email_verified_at is not null)));
grant update (deleted_at) on organizations to tenant;

-- A role that is named somewhere is built in, or this organization's own; the lock keeps it from going at the same moment.
create function name_a_role() returns trigger language plpgsql as $$
begin
  if new.role is null or built_in_role(new.role) then
    return new;
  end if;
  perform 1 from roles where organization_id = new.organization_id and key = new.role for key share;
  if not found then
    raise exception 'There is no role %.', new.role using errcode = 'NROLE';
  end if;
  return new;
end $$;
create trigger name_a_role before insert or update of role on memberships for each row execute function name_a_role();
create trigger name_a_role before insert or update of role on invitations for each row execute function name_a_role();
create trigger name_a_role before insert or update of role on api_keys for each row execute function name_a_role();

create function keep_a_named_role() returns trigger language plpgsql as $$
begin
  if exists (select 1 from memberships where organization_id = old.organization_id and role = old.key)
    or exists (select 1 from invitations where organization_id = old.organization_id and role = old.key
      and accepted_at is null and declined_at is null and revoked_at is null)
    or exists (select 1 from api_keys where organization_id = old.organization_id and role = old.key and revoked_at is null)
  then
    if exists (select 1 from organizations where id = old.organization_id) then
      raise exception 'The role % is in use.', old.key using errcode = 'UROLE';
    end if;
  end if;
  return old;
end $$;
create trigger keep_a_named_role before delete on roles for each row execute function keep_a_named_role();

-- What a token says must not outlive its truth: whoever ends or changes what it speaks for revokes it in the same
-- transaction. The tokens of an API key go with the rights of its creator, too.
create function end_tokens_of_member() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.organization_id and revoked_at is null and expires_at > now()
      and (user_id = old.user_id
        or api_key_id in (select id from api_keys where organization_id = old.organization_id and created_by = old.user_id));
  return null;
end $$;
create trigger end_tokens after delete on memberships for each row execute function end_tokens_of_member();
create trigger end_tokens_of_role after update of role on memberships for each row
  when (old.role <> new.role) execute function end_tokens_of_member();

create function end_tokens_of_role() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.organization_id and revoked_at is null and expires_at > now()
      and (role = old.key or api_key_id in (
        select k.id from api_keys k join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by
        where k.organization_id = old.organization_id and m.role = old.key));
  return null;
end $$;
create trigger end_tokens after update of permissions on roles for each row
  when (old.permissions <> new.permissions) execute function end_tokens_of_role();

create function end_tokens_of_api_key() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.organization_id and api_key_id = old.id and revoked_at is null and expires_at > now();
  return null;
end $$;
create trigger end_tokens after update of revoked_at on api_keys for each row
  when (new.revoked_at is not null) execute function end_tokens_of_api_key();

create function end_tokens_of_organization() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.id and revoked_at is null and expires_at > now();
  return null;
end $$;
create trigger end_tokens after update of deleted_at on organizations for each row
  when (new.deleted_at is not null) execute function end_tokens_of_organization();

create function end_tokens_of_session() returns trigger language plpgsql as $$
begin
  perform set_config('app.ended_session', old.id, true);
  update org_tokens set revoked_at = now() where session_id = old.id and revoked_at is null and expires_at > now();
  perform set_config('app.ended_session', '', true);
  return null;
end $$;
create trigger end_tokens after update of ended_at on sessions for each row
  when (old.ended_at is null and new.ended_at is not null) execute function end_tokens_of_session();

-- The text of an event that its hash is taken of. Every field counts, times in UTC to the millisecond.
create function audit_text(e audit_events) returns text language sql stable as $$
  select jsonb_build_array(e.organization_id, e.sequence, e.id, e.action, e.actor_type, e.actor_id, e.actor_name, e.on_behalf_of,
    e.target_type, e.target_id, e.target_name, e.changes, e.ip, e.request_id,
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.previous_hash)::text
$$;

-- Events of an organization form a chain: one after the other, each with the hash of the one before. The lock lasts until
-- the end of the transaction, so that the order of the chain is that of the commits.
create function chain_audit_event() returns trigger language plpgsql as $$
declare
  last audit_events;
begin
  perform pg_advisory_xact_lock(hashtext('audit_events'), hashtext(new.organization_id));
  select * into last from audit_events where organization_id = new.organization_id order by sequence desc limit 1;
  new.sequence := coalesce(last.sequence, 0) + 1;
  new.previous_hash := coalesce(last.hash, '');
  new.occurred_at := clock_timestamp();
  new.hash := encode(sha256(convert_to(audit_text(new), 'UTF8')), 'hex');
  return new;
end $$;
create trigger chain_audit_event before insert on audit_events for each row execute function chain_audit_event();

-- What a door answers. status, besides those of the first migration: key_ended. An entry of an API key carries its creator
-- as the person, the role of the key (null where it has permissions of its own) and the creator's role.
alter type entry add attribute custom_roles jsonb, add attribute api_key_id text, add attribute api_key_name text,
  add attribute key_permissions text[], add attribute creator_role text;

-- The roles that the entered organization has defined, by key.
create function custom_roles() returns jsonb language sql stable as $$
  select coalesce(jsonb_object_agg(key, jsonb_build_object('name', name, 'permissions', permissions)), '{}')
  from roles where organization_id = current_org()
$$;

create or replace function enter_org(p_session text, p_user text, p_org text, p_token text default null) returns entry language plpgsql as $$
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
    return e;
  end if;
  e.custom_roles := custom_roles();
  return e;
end $$;

-- In: an API key by its id, with the SHA-256 of its secret or, for a token that was issued to it, with the organization and
-- the token's id. Drops to the tenant role, then, for a live key of a live member only, sets the organization.
create function enter_key(p_key text, p_secret_hash text, p_org text default null, p_token text default null)
returns entry language plpgsql as $$
declare
  e entry;
  org text := p_org;
begin
  perform set_config('role', 'tenant', true), set_config('app.org_id', '', true), set_config('app.user_id', '', true);
  if p_secret_hash is not null then
    perform set_config('app.api_key', p_secret_hash, true);
    select k.organization_id into org from api_keys k where k.id = p_key and k.secret_hash = p_secret_hash;
    perform set_config('app.api_key', '', true);
  end if;
  perform set_config('app.org_id', coalesce(org, ''), true);
  select 'ok', u.id, u.name, u.email, u.email_verified_at is not null, o.id, o.slug, o.name, k.role, m.role, k.id, k.name,
      case when k.role is null then k.permissions end, false
    into e.status, e.user_id, e.user_name, e.user_email, e.email_verified, e.organization_id, e.organization_slug,
      e.organization_name, e.role, e.creator_role, e.api_key_id, e.api_key_name, e.key_permissions, e.is_active
    from api_keys k
    join organizations o on o.id = k.organization_id and o.deleted_at is null
    join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by
    join users u on u.id = k.created_by
    where k.organization_id = current_org() and k.id = p_key and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now());
  if e.status is null then
    perform set_config('app.org_id', '', true);
    e.status := 'key_ended';
    return e;
  end if;
  if p_token is not null and not exists (
    select 1 from org_tokens t
    where t.organization_id = current_org() and t.id = p_token and t.api_key_id = e.api_key_id
      and t.revoked_at is null and t.expires_at > now()
  ) then
    perform set_config('app.org_id', '', true);
    e.status := 'token_ended';
    return e;
  end if;
  e.custom_roles := custom_roles();
  return e;
end $$;

-- Now and then forgets some tokens that expired long ago, so that the table stays as small as the traffic.
create function sweep_org_tokens() returns void language plpgsql as $$
begin
  if random() < 0.05 then
    delete from org_tokens where organization_id = current_org() and id in (
      select id from org_tokens where organization_id = current_org() and expires_at < now() - interval '1 day'
      order by expires_at limit 40 for update skip locked);
  end if;
end $$;

-- Enters the organization and stores a token's row; out, its id, its place in the list of revoked tokens, and its time of
-- issue. The lock lets a change of role at the same moment find the token, or the token the new role.
alter type entry add attribute status_index bigint;
create or replace function issue_org_token(p_session text, p_user text, p_org text, p_ttl_seconds int, p_make_active boolean default false)
returns entry language plpgsql as $$
declare
  e entry;
begin
  if p_make_active then
    e := switch_org(p_session, p_user, p_org);
  else
    e := enter_org(p_session, p_user, p_org);
  end if;
  if e.status <> 'ok' then
    return e;
  end if;
  perform 1 from memberships where organization_id = current_org() and user_id = e.user_id and role = e.role for share;
  if not found then
    return issue_org_token(p_session, p_user, p_org, p_ttl_seconds, p_make_active);
  end if;
  insert into org_tokens (user_id, session_id, role, issued_at, expires_at)
    values (e.user_id, e.session_id, e.role, date_trunc('second', now()),
      date_trunc('second', now()) + make_interval(secs => p_ttl_seconds))
    returning id, issued_at, status_index into e.token_id, e.issued_at, e.status_index;
  update memberships set last_active_at = now()
    where organization_id = current_org() and user_id = e.user_id
      and (last_active_at is null or last_active_at < now() - interval '5 minutes');
  perform sweep_org_tokens();
  return e;
end $$;

-- The same for an API key, by its secret; notes when and from where it was used.
create function issue_key_token(p_key text, p_secret_hash text, p_ttl_seconds int, p_ip text) returns entry language plpgsql as $$
declare
  e entry;
begin
  e := enter_key(p_key, p_secret_hash);
  if e.status <> 'ok' then
    return e;
  end if;
  update api_keys set last_used_at = now(), last_used_ip = p_ip where organization_id = current_org() and id = e.api_key_id;
  insert into org_tokens (api_key_id, role, issued_at, expires_at)
    values (e.api_key_id, coalesce(e.role, 'api_key'), date_trunc('second', now()),
      date_trunc('second', now()) + make_interval(secs => p_ttl_seconds))
    returning id, issued_at, status_index into e.token_id, e.issued_at, e.status_index;
  perform sweep_org_tokens();
  return e;
end $$;

-- The person's organizations, each with what their role there is called and allows.
drop function my_organizations(text, text);
create function my_organizations(p_session text, p_user text)
  returns table (status text, id text, slug text, name text, role text, joined_at timestamptz, is_active boolean, invitations int,
    custom_role jsonb)
  language plpgsql as $$
declare
  e entry;
  waiting int;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return query select e.status, null::text, null::text, null::text, null::text, null::timestamptz, null::boolean, null::int, null::jsonb;
    return;
  end if;
  select count(*) into waiting from invitations i join organizations o on o.id = i.organization_id
    where i.email = e.user_email and e.email_verified and i.accepted_at is null and i.declined_at is null
      and i.revoked_at is null and i.expires_at > now();
  return query
    select 'ok', o.id, o.slug, o.name, m.role, m.joined_at::timestamptz, coalesce(o.id = e.organization_id, false), waiting,
        (select jsonb_build_object('name', r.name, 'permissions', r.permissions) from roles r
          where r.organization_id = m.organization_id and r.key = m.role)
      from memberships m join organizations o on o.id = m.organization_id
      where m.user_id = e.user_id order by o.name, o.id;
end $$;

-- A person sees, from outside, the roles of the organizations that they belong to or are invited to.
create policy my_roles on roles for select to tenant
  using (organization_id in (select organization_id from memberships where user_id = current_person())
    or organization_id in (select i.organization_id from invitations i
      where i.email = (select u.email from users u where u.id = current_person() and u.email_verified_at is not null)));

-- As in the first migration, and records it. p_origin: { ip, request_id }.
drop function found_org(text, text, text, text);
create function found_org(p_session text, p_user text, p_name text, p_slug text, p_origin jsonb) returns entry language plpgsql as $$
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
  insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_id, target_name, changes, ip, request_id)
    values ('organization.created', 'user', e.user_id, e.user_name, 'organization', e.organization_id, p_name,
      jsonb_build_object('name', jsonb_build_array(null, p_name), 'slug', jsonb_build_array(null, p_slug)),
      p_origin->>'ip', p_origin->>'request_id');
  perform set_config('role', 'identity', true);
  update sessions set active_organization_id = e.organization_id where id = e.session_id;
  perform set_config('role', 'tenant', true);
  e.organization_slug := p_slug;
  e.organization_name := p_name;
  e.role := 'owner';
  e.is_active := true;
  e.custom_roles := '{}';
  return e;
end $$;

-- As before, for organizations that live, and with their roles.
create or replace function enter_invitation(p_hash text, p_session text, p_user text, p_id text default null) returns entry language plpgsql as $$
declare
  e entry;
begin
  if p_session is null then
    perform set_config('role', 'tenant', true), set_config('app.user_id', '', true), set_config('app.org_id', '', true);
    e.status := 'ok';
  else
    e := enter_user(p_session, p_user);
  end if;
  if e.status <> 'ok' then
    return e;
  end if;
  if p_id is not null then
    p_hash := null;
    select i.token_hash into p_hash from invitations i where i.id = p_id and i.email = e.user_email and e.email_verified;
  end if;
  perform set_config('app.user_id', '', true), set_config('app.invitation', coalesce(p_hash, ''), true);
  select i.organization_id, o.slug, o.name into e.organization_id, e.organization_slug, e.organization_name
    from invitations i join organizations o on o.id = i.organization_id where i.token_hash = p_hash;
  perform set_config('app.invitation', '', true);
  if e.organization_id is null then
    e.status := 'not_member';
    return e;
  end if;
  perform set_config('app.org_id', e.organization_id, true);
  perform 1 from invitations where token_hash = p_hash for update;
  select m.role into e.role from invitations i join memberships m on m.organization_id = i.organization_id and m.user_id = i.invited_by
    where i.token_hash = p_hash;
  e.custom_roles := custom_roles();
  return e;
end $$;

-- A temporary table of the login must not pass for one of these.
do $$
declare
  f regprocedure;
begin
  for f in select p.oid from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prolang = (
    select oid from pg_language where lanname = 'plpgsql') and p.prokind = 'f' loop
    execute format('alter function %s set search_path = public, pg_temp', f);
  end loop;
end $$;
