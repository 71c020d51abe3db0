-- The end of tokens, without gaps: none lives longer than what it stands on, none slips through while that ends, and its
-- place in the list of revoked ones outlasts every verifier's clock.

-- CreateTable
CREATE TABLE "deleted_tokens" (
    "status_index" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deleted_tokens_pkey" PRIMARY KEY ("status_index")
);

-- CreateIndex
CREATE INDEX "deleted_tokens_expires_at_idx" ON "deleted_tokens"("expires_at");

grant select on deleted_tokens to identity;
grant select, insert, delete on deleted_tokens to tenant;

-- Deleting a person or a session takes their tokens' rows away, and with them what the published list is made of: the places
-- of those that could still be presented are kept.
create function keep_place() returns trigger language plpgsql as $$
begin
  insert into deleted_tokens (status_index, expires_at) values (old.status_index, old.expires_at) on conflict do nothing;
  delete from deleted_tokens where expires_at < now() - interval '1 day';
  return null;
end $$;
create trigger keep_place after delete on org_tokens for each row
  when (old.expires_at > now() - interval '60 seconds') execute function keep_place();

alter type entry add attribute expires_at timestamptz;

-- As before, without a gap: session, organization, membership and role are held while the token is stored, so that whoever
-- ends or changes one of them at that moment finds the token, or the token finds it ended. It expires with its session.
create or replace function issue_org_token(p_session text, p_user text, p_org text, p_ttl_seconds int, p_make_active boolean default false)
returns entry language plpgsql as $$
declare
  e entry;
  session_end timestamptz;
  last_active timestamptz;
begin
  perform set_config('role', 'identity', true);
  if p_make_active then
    -- Held for what switch_org does to it: two who share it could both never change it.
    select expires_at into session_end from sessions where id = p_session and ended_at is null for no key update;
    e := switch_org(p_session, p_user, p_org);
  else
    select expires_at into session_end from sessions where id = p_session and ended_at is null for share;
    e := enter_org(p_session, p_user, p_org);
  end if;
  if e.status <> 'ok' then
    return e;
  end if;
  select m.last_active_at into last_active
    from organizations o join memberships m on m.organization_id = o.id
    where o.id = current_org() and o.deleted_at is null and m.user_id = e.user_id and m.role = e.role for share;
  if not found then
    return issue_org_token(p_session, p_user, p_org, p_ttl_seconds, p_make_active);
  end if;
  if not built_in_role(e.role) then
    perform 1 from roles where organization_id = current_org() and key = e.role for share;
    e.custom_roles := custom_roles();
  end if;
  insert into org_tokens (user_id, session_id, role, issued_at, expires_at)
    values (e.user_id, e.session_id, e.role, date_trunc('second', now()),
      date_trunc('second', least(now() + make_interval(secs => p_ttl_seconds), session_end)))
    returning id, issued_at, expires_at, status_index into e.token_id, e.issued_at, e.expires_at, e.status_index;
  if last_active is null or last_active < now() - interval '5 minutes' then
    -- Others may hold it as this does: whoever finds it so leaves it, for two who wait for one another wait for ever.
    update memberships set last_active_at = now() where organization_id = current_org() and user_id = e.user_id
      and exists (select 1 from memberships m where m.organization_id = current_org() and m.user_id = e.user_id
        for no key update skip locked);
  end if;
  perform sweep_org_tokens();
  return e;
end $$;

-- The same for an API key, by its secret; notes when and from where it was used. Its creator's membership counts as its own.
create or replace function issue_key_token(p_key text, p_secret_hash text, p_ttl_seconds int, p_ip text)
returns entry language plpgsql as $$
declare
  e entry;
  key_end timestamptz;
begin
  e := enter_key(p_key, p_secret_hash);
  if e.status <> 'ok' then
    return e;
  end if;
  perform 1 from organizations o join memberships m on m.organization_id = o.id
    where o.id = current_org() and o.deleted_at is null and m.user_id = e.user_id and m.role = e.creator_role for share;
  if found then
    update api_keys set last_used_at = now(), last_used_ip = p_ip
      where organization_id = current_org() and id = e.api_key_id and revoked_at is null and role is not distinct from e.role
        and (role is not null or permissions = e.key_permissions)
      returning expires_at into key_end;
  end if;
  if not found then
    return issue_key_token(p_key, p_secret_hash, p_ttl_seconds, p_ip);
  end if;
  if not built_in_role(e.creator_role) or not built_in_role(e.role) then
    perform 1 from roles where organization_id = current_org() and key in (e.role, e.creator_role) order by key for share;
    e.custom_roles := custom_roles();
  end if;
  insert into org_tokens (api_key_id, role, issued_at, expires_at)
    values (e.api_key_id, coalesce(e.role, 'api_key'), date_trunc('second', now()),
      date_trunc('second', least(now() + make_interval(secs => p_ttl_seconds), key_end)))
    returning id, issued_at, expires_at, status_index into e.token_id, e.issued_at, e.expires_at, e.status_index;
  perform sweep_org_tokens();
  return e;
end $$;

-- As before, for a minute longer: verifiers allow for clocks that differ, so a token is accepted a little after it expired.
create or replace function end_tokens_of_member() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.organization_id and revoked_at is null and expires_at > now() - interval '60 seconds'
      and (user_id = old.user_id
        or api_key_id in (select id from api_keys where organization_id = old.organization_id and created_by = old.user_id));
  return null;
end $$;

create or replace function end_tokens_of_role() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.organization_id and revoked_at is null and expires_at > now() - interval '60 seconds'
      and (role = old.key or api_key_id in (
        select k.id from api_keys k join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by
        where k.organization_id = old.organization_id and m.role = old.key));
  return null;
end $$;

create or replace function end_tokens_of_api_key() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.organization_id and api_key_id = old.id and revoked_at is null
      and expires_at > now() - interval '60 seconds';
  return null;
end $$;
-- Also where a key may do something else from now on, or for a shorter time: whoever changes it has waited for the tokens
-- that were being issued to it.
create trigger end_tokens_of_scope after update of role, permissions, expires_at on api_keys for each row
  when ((old.role, old.permissions, old.expires_at) is distinct from (new.role, new.permissions, new.expires_at))
  execute function end_tokens_of_api_key();

create or replace function end_tokens_of_organization() returns trigger language plpgsql as $$
begin
  update org_tokens set revoked_at = now()
    where organization_id = old.id and revoked_at is null and expires_at > now() - interval '60 seconds';
  return null;
end $$;

create or replace function end_tokens_of_session() returns trigger language plpgsql as $$
begin
  perform set_config('app.ended_session', old.id, true);
  update org_tokens set revoked_at = now()
    where session_id = old.id and revoked_at is null and expires_at > now() - interval '60 seconds';
  perform set_config('app.ended_session', '', true);
  return null;
end $$;

create or replace function end_tokens_of_key() returns trigger language plpgsql as $$
begin
  perform set_config('app.revoked_key_from', date_trunc('second', old.activates_at)::text, true);
  update org_tokens set revoked_at = now()
    where issued_at >= date_trunc('second', old.activates_at) and revoked_at is null
      and expires_at > now() - interval '60 seconds';
  perform set_config('app.revoked_key_from', '', true);
  return null;
end $$;

-- A temporary table of the login must not pass for one of these. (create or replace forgets the setting.)
alter function keep_place set search_path = public, pg_temp;
alter function issue_org_token set search_path = public, pg_temp;
alter function issue_key_token set search_path = public, pg_temp;
alter function end_tokens_of_member set search_path = public, pg_temp;
alter function end_tokens_of_role set search_path = public, pg_temp;
alter function end_tokens_of_api_key set search_path = public, pg_temp;
alter function end_tokens_of_organization set search_path = public, pg_temp;
alter function end_tokens_of_session set search_path = public, pg_temp;
alter function end_tokens_of_key set search_path = public, pg_temp;
