-- A session ends when it was not used for some days, at the latest some days after its sign-in. lib/server/start.ts writes both numbers.
-- expires_at is the earlier of the two ends, so that whatever reads it needs to know nothing of this; each use moves it.
alter table sessions add column last_seen_at timestamptz(3) not null default current_timestamp;
grant select (last_seen_at, created_at), update (last_seen_at, expires_at) on sessions to access;
alter table settings add column session_days integer not null default 30;
alter table settings add column session_idle_days integer not null default 14;
grant update (session_days, session_idle_days) on settings to identity;

alter type member_access add attribute last_seen_at timestamptz;
alter type person_access add attribute last_seen_at timestamptz;

grant create on schema public, private to access;

-- Notes the use of a session. Skipped when the row is locked, for example while a token is issued: waiting for it could end in a deadlock.
create function private.note_use(p_session text) returns void language plpgsql as $$
begin
  update public.sessions set last_seen_at = now(), expires_at = (
      select least(created_at + make_interval(days => session_days), now() + make_interval(days => session_idle_days))
        from public.settings)
    where id = p_session and exists (select from public.sessions s where s.id = p_session for no key update skip locked);
end $$;
alter function private.note_use owner to access;

-- The functions of the access check as before, but the use of a session is noted, once an hour, so that a check rarely writes.
create or replace function private.read_member(p_session text, p_user text, p_organization text, p_token text)
returns member_access language plpgsql as $$
declare
  a member_access;
  token_lives boolean;
begin
  select 'ok', u.name, u.email, u.email_verified_at is not null, s.authenticated_at, o.id, o.slug, o.name, o.logo_url, m.role,
      (select jsonb_object_agg(r.key, jsonb_build_object('name', r.name, 'permissions', r.permissions))
        from public.roles r where r.organization_id = o.id),
      t.scope, coalesce(o.id = s.active_organization_id, false),
      exists (select from public.organization_visits v where v.organization_id = o.id and v.session_id = s.id), false,
      t.user_id = s.user_id and t.session_id = s.id and t.role = m.role and t.revoked_at is null and t.expires_at > now(),
      s.last_seen_at
    into a.status, a.user_name, a.user_email, a.email_verified, a.authenticated_at, a.organization_id, a.organization_slug,
      a.organization_name, a.organization_logo_url, a.role, a.custom_roles, a.scope, a.is_active, a.has_visited,
      a.by_former_slug, token_lives, a.last_seen_at
    from public.sessions s
    join public.users u on u.id = s.user_id
    left join public.organizations o on o.deleted_at is null and o.id = case
      when p_organization is null then s.active_organization_id
      when starts_with(p_organization, 'org_') then p_organization
      else (select named.id from public.organizations named where named.slug = p_organization) end
    left join public.memberships m on m.organization_id = o.id and m.user_id = s.user_id
    left join public.org_tokens t on t.organization_id = o.id and t.id = p_token
    where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > now();
  a.custom_roles := coalesce(a.custom_roles, '{}');
  a.status := case
    when a.status is null then 'no_session'
    when a.role is null and p_organization is null then 'no_active_organization'
    when a.role is null then 'not_member'
    when p_token is not null and token_lives is not true then 'token_ended'
    else 'ok' end;
  return a;
end $$;

-- The same by an organization's current or former slug, or its id.
create function private.find_member(p_session text, p_user text, p_organization text, p_token text)
returns member_access language plpgsql as $$
declare
  a member_access := private.read_member(p_session, p_user, p_organization, p_token);
  former text;
begin
  if a.status = 'not_member' and not starts_with(p_organization, 'org_') then
    former := private.find_by_former_slug(p_organization, p_user);
    if former is not null then
      a := private.read_member(p_session, p_user, former, p_token);
      a.by_former_slug := true;
    end if;
  end if;
  return a;
end $$;
alter function private.find_member owner to access;

create or replace function authorize_member(p_session text, p_user text, p_organization text, p_token text, p_claimed text,
  p_hold boolean, p_activate boolean, p_proof text)
returns member_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a member_access;
  by_former_slug boolean;
  held text;
begin
  perform private.check_proof(p_proof, 'member', p_session, p_user, p_token, p_organization, p_claimed);
  a := private.find_member(p_session, p_user, p_organization, p_token);
  by_former_slug := a.by_former_slug;
  while p_hold and a.status = 'ok' and held is distinct from a.role loop
    select role into held from memberships where organization_id = a.organization_id and user_id = p_user for share;
    -- Read again if the role has changed since, or is a custom role, whose permissions may have changed.
    if held is distinct from a.role or a.custom_roles ? held then
      perform 1 from roles where organization_id = a.organization_id and key = held for share;
      a := private.read_member(p_session, p_user, a.organization_id, p_token);
      a.by_former_slug := by_former_slug;
    end if;
  end loop;
  if a.status = 'ok' and not private.refers_to(p_claimed, a.organization_id, a.organization_slug) then
    a.status := 'organization_mismatch';
  end if;
  if a.status <> 'ok' then
    return a;
  end if;
  if a.last_seen_at < now() - interval '1 hour' then
    perform private.note_use(p_session);
  end if;
  if p_activate then
    if not a.is_active then
      update sessions set active_organization_id = a.organization_id where id = p_session;
      a.is_active := true;
    end if;
    -- Skipped when the row is locked, for example while a token is issued: waiting for it could end in a deadlock.
    update memberships set last_active_at = now() where organization_id = a.organization_id and user_id = p_user
      and exists (select from memberships m where m.organization_id = a.organization_id and m.user_id = p_user
        and m.last_active_at < now() - interval '5 minutes' for no key update skip locked);
  end if;
  perform private.set_context(a.organization_id, p_user);
  return a;
end $$;

-- What a page that is open knows of its membership. It neither sets a context nor counts as a use of the session: a tab that nobody
-- looks at asks, too.
create function read_membership(p_session text, p_user text, p_organization text, p_proof text)
returns member_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
begin
  perform private.check_proof(p_proof, 'member', p_session, p_user, null, p_organization, null);
  return private.find_member(p_session, p_user, p_organization, null);
end $$;
alter function read_membership owner to access;

create or replace function authorize_person(p_session text, p_user text, p_proof text)
returns person_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a person_access;
begin
  perform private.check_proof(p_proof, 'person', p_session, p_user);
  select 'ok', u.name, u.email, u.email_verified_at is not null, s.authenticated_at, s.active_organization_id, s.last_seen_at into a
    from sessions s join users u on u.id = s.user_id
    where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > now();
  if a.status is null then
    a.status := 'no_session';
  else
    if a.last_seen_at < now() - interval '1 hour' then
      perform private.note_use(p_session);
    end if;
    perform private.set_context(p_user, p_user);
  end if;
  return a;
end $$;

create or replace function list_access(p_session text, p_user text, p_proof text) returns table (
  status text, id text, slug text, name text, logo_url text, role text, joined_at timestamptz, is_active boolean, custom_role jsonb
) language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  active text;
  last_seen timestamptz;
begin
  perform private.check_proof(p_proof, 'list', p_session, p_user);
  select coalesce(s.active_organization_id, ''), s.last_seen_at into active, last_seen from sessions s
    where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > now();
  if active is null then
    return query select 'no_session', null::text, null::text, null::text, null::text, null::text, null::timestamptz, null::boolean, null::jsonb;
    return;
  end if;
  if last_seen < now() - interval '1 hour' then
    perform private.note_use(p_session);
  end if;
  return query
    select 'ok', o.id, o.slug, o.name, o.logo_url, m.role, m.joined_at::timestamptz, o.id = active,
      case when r.key is not null then jsonb_build_object('name', r.name, 'permissions', r.permissions) end
    from memberships m
    join organizations o on o.id = m.organization_id and o.deleted_at is null
    left join roles r on r.organization_id = m.organization_id and r.key = m.role
    where m.user_id = p_user order by o.name, o.id;
end $$;

revoke create on schema public, private from access;
