-- The access check. Every scoped transaction begins with one of these functions, in the statement that also takes its role:
--   select set_config('role', 'tenant', true), a.* from authorize_member(…) a
-- Each reads the current state and then sets the signed context that the policies accept. Each requires the application's
-- proof, an HMAC over its arguments: injected SQL may know session ids, but never the key.
-- A connection plans their statements once, perhaps while the tables are still small. enable_seqscan is off so that the plan
-- uses the indexes; jit is off because the cost of a disabled scan would trigger it.
-- All are owned by `access`, which reads what they need and writes only the columns that 0002 to 0004 grant it.

create function private.check_proof(p_proof text, variadic p_arguments text[]) returns void language plpgsql stable as $$
begin
  if p_proof is distinct from private.hmac('application', array_to_string(p_arguments, chr(31), '')) then
    raise exception 'This access check was not requested by the application.' using errcode = '28000';
  end if;
end $$;
alter function private.check_proof owner to access;

-- The custom roles of an organization, by key: { key: { name, permissions } }.
create function private.custom_roles(p_organization text) returns jsonb language plpgsql stable as $$
begin
  return (select coalesce(jsonb_object_agg(key, jsonb_build_object('name', name, 'permissions', permissions)), '{}')
    from public.roles where organization_id = p_organization);
end $$;
alter function private.custom_roles owner to access;

-- In: a slug that no organization has now, and a person. Out: the organization of that person that had it last, or null.
create function private.find_by_former_slug(p_slug text, p_user text) returns text language plpgsql stable as $$
begin
  return (select s.organization_id
    from public.organization_slugs s
    join public.organizations o on o.id = s.organization_id and o.deleted_at is null
    join public.memberships m on m.organization_id = o.id and m.user_id = p_user
    where s.slug = p_slug and not exists (select from public.organizations where slug = p_slug)
    order by s.released_at desc limit 1);
end $$;
alter function private.find_by_former_slug owner to access;

-- Whether an id, slug or former slug that the caller sent refers to this organization.
create function private.refers_to(p_claimed text, p_organization text, p_slug text) returns boolean language plpgsql stable as $$
begin
  if p_claimed is null then
    return true;
  end if;
  return p_claimed in (p_organization, p_slug)
    or exists (select from public.organization_slugs where organization_id = p_organization and slug = p_claimed)
      and not exists (select from public.organizations where slug = p_claimed);
end $$;
alter function private.refers_to owner to access;

-- Notes the use of a session. Skipped when the row is locked, for example while a token is issued: waiting for it could end in a deadlock.
create function private.note_use(p_session text) returns void language plpgsql as $$
begin
  update public.sessions set last_seen_at = now(), expires_at = (
      select least(created_at + make_interval(days => session_days), now() + make_interval(days => session_idle_days))
        from public.settings)
    where id = p_session and exists (select from public.sessions s where s.id = p_session for no key update skip locked);
end $$;
alter function private.note_use owner to access;

-- Whether a person has an authenticator app that is confirmed, or a passkey.
create function private.has_second_factor(p_user text) returns boolean language plpgsql stable as $$
begin
  return exists (select from public.totp_secrets t where t.user_id = p_user and t.confirmed_at is not null)
    or exists (select from public.passkeys p where p.user_id = p_user);
end $$;
alter function private.has_second_factor owner to access;

-- status: ok | no_session | no_active_organization | not_member | organization_mismatch | token_ended | second_factor_required
create type member_access as (
  status text, user_name text, user_email text, email_verified boolean, authenticated_at timestamptz,
  organization_id text, organization_slug text, organization_name text, organization_logo_url text,
  role text, custom_roles jsonb, scope text[], is_active boolean, has_visited boolean, by_former_slug boolean,
  last_seen_at timestamptz, user_image_url text, user_time_zone text, user_locale text, amr text[], second_factor_from timestamptz,
  lacks_second_factor boolean, access_report_since timestamptz, organization_hue smallint
);

-- One statement for the live session, the person, the organization (by id, slug or the session's active one), the membership,
-- the custom roles and the token, if there is one. A token is valid only for the role that it was issued with.
create function private.read_member(p_session text, p_user text, p_cookie integer, p_organization text, p_token text)
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
      s.last_seen_at, u.image_url, u.time_zone, u.locale, s.amr, o.second_factor_from,
      case when o.second_factor_from is null then false else not private.has_second_factor(u.id) end,
      o.access_report_since, o.hue
    into a.status, a.user_name, a.user_email, a.email_verified, a.authenticated_at, a.organization_id, a.organization_slug,
      a.organization_name, a.organization_logo_url, a.role, a.custom_roles, a.scope, a.is_active, a.has_visited,
      a.by_former_slug, token_lives, a.last_seen_at, a.user_image_url, a.user_time_zone, a.user_locale, a.amr,
      a.second_factor_from, a.lacks_second_factor, a.access_report_since, a.organization_hue
    from public.sessions s
    join public.users u on u.id = s.user_id
    left join public.organizations o on o.deleted_at is null and o.id = case
      when p_organization is null then s.active_organization_id
      when starts_with(p_organization, 'org_') then p_organization
      else (select named.id from public.organizations named where named.slug = p_organization) end
    left join public.memberships m on m.organization_id = o.id and m.user_id = s.user_id
    left join public.org_tokens t on t.organization_id = o.id and t.id = p_token
    where s.id = p_session and s.user_id = p_user and s.cookie_version = coalesce(p_cookie, s.cookie_version)
      and s.ended_at is null and s.expires_at > now();
  a.custom_roles := coalesce(a.custom_roles, '{}');
  a.status := case
    when a.status is null then 'no_session'
    when a.role is null and p_organization is null then 'no_active_organization'
    when a.role is null then 'not_member'
    when p_token is not null and token_lives is not true then 'token_ended'
    when a.lacks_second_factor and a.second_factor_from <= now() then 'second_factor_required'
    else 'ok' end;
  return a;
end $$;
alter function private.read_member owner to access;

-- The same by an organization's current or former slug, or its id.
create function private.find_member(p_session text, p_user text, p_cookie integer, p_organization text, p_token text)
returns member_access language plpgsql as $$
declare
  a member_access := private.read_member(p_session, p_user, p_cookie, p_organization, p_token);
  former text;
begin
  if a.status = 'not_member' and not starts_with(p_organization, 'org_') then
    former := private.find_by_former_slug(p_organization, p_user);
    if former is not null then
      a := private.read_member(p_session, p_user, p_cookie, former, p_token);
      a.by_former_slug := true;
    end if;
  end if;
  return a;
end $$;
alter function private.find_member owner to access;

-- In: a session, its user and the version of its cookie (null for a token, whose own row is read, and for a stream that was opened
-- with a cookie); an organization by id, slug or former slug (null: the session's active one); the id of the token, if the caller sent one; the organization that the caller expects; whether to lock the rows read until the end of the
-- transaction (`for share`), so that a write that waited for a change of its author's role is checked against the new role;
-- whether to make the organization the session's active one. Sets the context if the status is ok.
create function authorize_member(p_session text, p_user text, p_cookie integer, p_organization text, p_token text, p_claimed text,
  p_hold boolean, p_activate boolean, p_proof text)
returns member_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a member_access;
  by_former_slug boolean;
  held text;
begin
  perform private.check_proof(p_proof, 'member', p_session, p_user, p_cookie::text, p_token, p_organization, p_claimed);
  a := private.find_member(p_session, p_user, p_cookie, p_organization, p_token);
  by_former_slug := a.by_former_slug;
  while p_hold and a.status = 'ok' and held is distinct from a.role loop
    select role into held from memberships where organization_id = a.organization_id and user_id = p_user for share;
    -- Read again if the role has changed since, or is a custom role, whose permissions may have changed.
    if held is distinct from a.role or a.custom_roles ? held then
      perform 1 from roles where organization_id = a.organization_id and key = held for share;
      a := private.read_member(p_session, p_user, p_cookie, a.organization_id, p_token);
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
alter function authorize_member owner to access;

-- What a page that is open knows of its membership. It neither sets a context nor counts as a use of the session: a tab in the background
-- asks, too.
create function read_membership(p_session text, p_user text, p_cookie integer, p_organization text, p_proof text)
returns member_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
begin
  perform private.check_proof(p_proof, 'member', p_session, p_user, p_cookie::text, null, p_organization, null);
  return private.find_member(p_session, p_user, p_cookie, p_organization, null);
end $$;
alter function read_membership owner to access;

-- status: ok | key_ended | token_ended | organization_mismatch. role is null if the key has a list of permissions instead; scope is
-- that of the token.
create type key_access as (
  status text, organization_id text, organization_slug text, organization_name text, custom_roles jsonb,
  key_name text, role text, permissions text[], creator_id text, creator_name text, creator_role text, scope text[]
);

-- In: the id of an API key, with the SHA-256 of its secret or, for a token that was issued to it, with the organization and the
-- id of the token. A key works only during the membership in which its creator made it, and rests while their account is deleted.
create function authorize_key(p_key text, p_secret_hash text, p_organization text, p_token text, p_claimed text,
  p_hold boolean, p_proof text)
returns key_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a key_access;
  token_lives boolean;
begin
  perform private.check_proof(p_proof, 'key', p_key, p_secret_hash, p_token, p_organization, p_claimed);
  if p_hold then
    perform 1 from api_keys k join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by
      where k.id = p_key and (k.organization_id = p_organization or k.secret_hash = p_secret_hash) for share;
    perform 1 from api_keys k join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by
        join roles r on r.organization_id = k.organization_id and r.key in (k.role, m.role)
      where k.id = p_key and (k.organization_id = p_organization or k.secret_hash = p_secret_hash) order by r.key for share of r;
  end if;
  select 'ok', o.id, o.slug, o.name, private.custom_roles(o.id), k.name, k.role, case when k.role is null then k.permissions end,
      u.id, u.name, m.role, t.scope, t.api_key_id = k.id and t.revoked_at is null and t.expires_at > now()
    into a.status, a.organization_id, a.organization_slug, a.organization_name, a.custom_roles, a.key_name, a.role, a.permissions,
      a.creator_id, a.creator_name, a.creator_role, a.scope, token_lives
    from api_keys k
    join organizations o on o.id = k.organization_id and o.deleted_at is null
    join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by and m.joined_at <= k.created_at
    join users u on u.id = k.created_by and u.deleted_at is null
    left join org_tokens t on t.organization_id = k.organization_id and t.id = p_token
    where k.id = p_key and (p_secret_hash is null and k.organization_id = p_organization or k.secret_hash = p_secret_hash)
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
  a.status := case
    when a.status is null then 'key_ended'
    when p_token is not null and token_lives is not true then 'token_ended'
    when not private.refers_to(p_claimed, a.organization_id, a.organization_slug) then 'organization_mismatch'
    else 'ok' end;
  if a.status = 'ok' then
    perform private.set_context(a.organization_id, p_key);
  end if;
  return a;
end $$;
alter function authorize_key owner to access;

-- status: ok | no_session
create type person_access as (
  status text, user_name text, user_email text, email_verified boolean, authenticated_at timestamptz, active_organization_id text,
  last_seen_at timestamptz, user_image_url text, user_time_zone text, user_locale text
);

-- In: a session, its user and the version of its cookie. Sets the context to the person, without an organization.
create function authorize_person(p_session text, p_user text, p_cookie integer, p_proof text)
returns person_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a person_access;
begin
  perform private.check_proof(p_proof, 'person', p_session, p_user, p_cookie::text);
  select 'ok', u.name, u.email, u.email_verified_at is not null, s.authenticated_at, s.active_organization_id, s.last_seen_at,
      u.image_url, u.time_zone, u.locale into a
    from sessions s join users u on u.id = s.user_id
    where s.id = p_session and s.user_id = p_user and s.cookie_version = p_cookie
      and s.ended_at is null and s.expires_at > now();
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
alter function authorize_person owner to access;

-- A page of a person's organizations, ordered by name: after the one with this name and id, with this text in the name or slug, at
-- most so many. Null for no such limit. An ended session gives one row with the status no_session. Roles are read for the page only.
create function list_access(p_session text, p_user text, p_cookie integer, p_proof text, p_query text, p_after_name text, p_after_id text,
  p_limit int)
returns table (
  status text, id text, slug text, name text, logo_url text, role text, joined_at timestamptz, is_active boolean, custom_role jsonb,
  hue smallint, needs_second_factor boolean
) language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  active text;
  last_seen timestamptz;
begin
  perform private.check_proof(p_proof, 'list', p_session, p_user, p_cookie::text);
  select coalesce(s.active_organization_id, ''), s.last_seen_at into active, last_seen from sessions s
    where s.id = p_session and s.user_id = p_user and s.cookie_version = p_cookie
      and s.ended_at is null and s.expires_at > now();
  if active is null then
    return query select 'no_session', null::text, null::text, null::text, null::text, null::text, null::timestamptz, null::boolean, null::jsonb,
      null::smallint, null::boolean;
    return;
  end if;
  if last_seen < now() - interval '1 hour' then
    perform private.note_use(p_session);
  end if;
  return query
    select 'ok', p.id, p.slug, p.name, p.logo_url, p.role, p.joined_at::timestamptz, p.id = active,
      case when r.key is not null then jsonb_build_object('name', r.name, 'permissions', r.permissions) end, p.hue,
      case when p.second_factor_from <= now() then (select not private.has_second_factor(p_user)) else false end
    from (
      select o.id, o.slug, o.name, o.logo_url, o.hue, o.second_factor_from, m.role, m.joined_at
      from memberships m join organizations o on o.id = m.organization_id and o.deleted_at is null
      where m.user_id = p_user
        and (p_query is null or position(lower(p_query) in lower(o.name)) > 0 or position(lower(p_query) in o.slug) > 0)
        and (p_after_name is null or (o.name collate by_name, o.id) > (p_after_name, p_after_id))
      order by o.name collate by_name, o.id limit p_limit) p
    left join roles r on r.organization_id = p.id and r.key = p.role
    order by p.name collate by_name, p.id;
end $$;
alter function list_access owner to access;

-- status: ok | no_session | not_found | organization_deleted. inviter_role is null when the inviter has left.
create type invitation_access as (
  status text, organization_id text, organization_slug text, organization_name text, custom_roles jsonb,
  invitation_id text, email text, role text, expires_at timestamptz, accepted_at timestamptz,
  declined_at timestamptz, revoked_at timestamptz, inviter_id text, inviter_name text, inviter_role text,
  user_name text, user_email text, email_verified boolean, organization_hue smallint
);

-- In: the SHA-256 of an invitation's secret, or its id if the signed-in person's address is the invited one and was proven without contest; the
-- session and user, if signed in; whether to lock the invitation, so that it is answered only once. The inviter is null if
-- they are no longer a member.
create function authorize_invitation(p_token_hash text, p_invitation text, p_session text, p_user text, p_cookie integer, p_hold boolean,
  p_proof text)
returns invitation_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a invitation_access;
  i invitations;
  is_deleted boolean;
  proven_address text;
begin
  perform private.check_proof(p_proof, 'invitation', p_token_hash, p_invitation, p_session, p_user, p_cookie::text);
  if p_session is not null then
    select u.name, u.email, u.email_verified_at is not null,
        case when u.email_verified_at is not null and u.contested_at is null then u.email end
      into a.user_name, a.user_email, a.email_verified, proven_address
      from sessions s join users u on u.id = s.user_id
      where s.id = p_session and s.user_id = p_user and s.cookie_version = p_cookie
        and s.ended_at is null and s.expires_at > now();
    if not found then
      a.status := 'no_session';
      return a;
    end if;
  end if;
  if p_token_hash is not null then
    select * into i from invitations v where v.token_hash = p_token_hash;
  else
    select * into i from invitations v where v.id = p_invitation and v.email = proven_address;
  end if;
  if not found then
    a.status := 'not_found';
    return a;
  end if;
  if p_hold then
    select * into i from invitations v where v.organization_id = i.organization_id and v.id = i.id for update;
    if not found then
      a.status := 'not_found';
      return a;
    end if;
  end if;
  select o.id, o.slug, o.name, o.hue, o.deleted_at is not null, private.custom_roles(o.id), m.user_id, u.name, m.role
    into a.organization_id, a.organization_slug, a.organization_name, a.organization_hue, is_deleted, a.custom_roles, a.inviter_id,
      a.inviter_name, a.inviter_role
    from organizations o
      left join (memberships m join users u on u.id = m.user_id and u.deleted_at is null)
        on m.organization_id = o.id and m.user_id = i.invited_by
    where o.id = i.organization_id;
  a.invitation_id := i.id;
  a.email := i.email;
  a.role := i.role;
  a.expires_at := i.expires_at;
  a.accepted_at := i.accepted_at;
  a.declined_at := i.declined_at;
  a.revoked_at := i.revoked_at;
  a.status := case when is_deleted then 'organization_deleted' else 'ok' end;
  if a.status = 'ok' then
    perform private.set_context(a.organization_id, coalesce(p_user, 'nobody'));
  end if;
  return a;
end $$;
alter function authorize_invitation owner to access;

-- Sets a context that the application is responsible for: an organization that it creates or restores for a person, one that it
-- has already authorized in this request, or one that a job works on (`system`).
create function assume_context(p_organization text, p_actor text, p_proof text)
returns void language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
begin
  perform private.check_proof(p_proof, 'assume', p_organization, p_actor);
  perform private.set_context(p_organization, p_actor);
end $$;
alter function assume_context owner to access;

-- The signing keys that are not revoked, each with the time (milliseconds since 1970) from which it signs.
-- lib/org-token/rotation.ts chooses the one that signs.
create function private.signing_keys() returns jsonb language plpgsql stable as $$
begin
  return (select coalesce(jsonb_object_agg(id, round(extract(epoch from activates_at) * 1000)), '{}')
    from public.signing_keys where revoked_at is null);
end $$;
alter function private.signing_keys owner to access;

-- Authorizes and stores a token in one statement. It locks what the token depends on, so that no token is issued to a member
-- who has just left. `p_parent`: the token that it is exchanged from, and `p_acting_key`: the API key that exchanges it; `p_scope`: the
-- permissions that it is narrowed to. It expires no later than its session and its parent. Besides the statuses of member_access there is `exchanged`.
create function issue_member_token(p_session text, p_user text, p_cookie integer, p_organization text, p_parent text, p_scope text[],
  p_ttl_seconds integer, p_activate boolean, p_proof text, p_acting_key text default null)
returns table (access member_access, token_id text, status_index bigint, issued_at timestamptz, expires_at timestamptz,
  stored_at timestamptz, signing_keys jsonb)
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  session_end timestamptz;
  parent record;
begin
  if p_activate then
    -- authorize_member will update the row: with two shared locks neither transaction could.
    select s.expires_at into session_end from sessions s where s.id = p_session and s.ended_at is null for no key update;
  else
    select s.expires_at into session_end from sessions s where s.id = p_session and s.ended_at is null for share;
  end if;
  access := authorize_member(p_session, p_user, p_cookie, p_organization, p_parent, null, true, p_activate, p_proof);
  if access.status = 'ok' then
    perform 1 from organizations o where o.id = access.organization_id and o.deleted_at is null for share;
    if not found then
      access.status := 'not_member';
    end if;
  end if;
  if access.status = 'ok' and p_parent is not null then
    select t.expires_at, t.revoked_at, t.parent_id into parent from org_tokens t
      where t.organization_id = access.organization_id and t.id = p_parent for share;
    access.status := case when parent.revoked_at is not null then 'token_ended' when parent.parent_id is not null then 'exchanged' else 'ok' end;
    session_end := least(session_end, parent.expires_at);
  end if;
  if access.status = 'ok' then
    insert into org_tokens (organization_id, user_id, session_id, parent_id, acting_key_id, role, scope, issued_at, expires_at)
      values (access.organization_id, p_user, p_session, p_parent, p_acting_key, access.role, p_scope, date_trunc('second', now()),
        date_trunc('second', least(now() + make_interval(secs => p_ttl_seconds), session_end)))
      returning org_tokens.id, org_tokens.status_index, org_tokens.issued_at, org_tokens.expires_at
      into token_id, status_index, issued_at, expires_at;
    update memberships m set last_active_at = now() where m.organization_id = access.organization_id and m.user_id = p_user
      and exists (select from memberships n where n.organization_id = access.organization_id and n.user_id = p_user
        and n.last_active_at < now() - interval '5 minutes' for no key update skip locked);
    stored_at := now();
    signing_keys := private.signing_keys();
  end if;
  return next;
end $$;
alter function issue_member_token owner to access;

-- The same for an API key, by its secret; the caller has checked that the key has the permissions of the scope. Also records when and from which address the key was used.
create function issue_key_token(p_key text, p_secret_hash text, p_scope text[], p_ttl_seconds integer, p_ip text, p_proof text)
returns table (access key_access, token_id text, status_index bigint, issued_at timestamptz, expires_at timestamptz,
  stored_at timestamptz, signing_keys jsonb)
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  key_end timestamptz;
begin
  update api_keys k set last_used_at = now(), last_used_ip = p_ip
    where k.id = p_key and k.secret_hash = p_secret_hash and k.revoked_at is null returning k.expires_at into key_end;
  access := authorize_key(p_key, p_secret_hash, null, null, null, true, p_proof);
  if access.status = 'ok' then
    perform 1 from organizations o where o.id = access.organization_id and o.deleted_at is null for share;
    if not found then
      access.status := 'key_ended';
    else
      insert into org_tokens (organization_id, api_key_id, role, scope, issued_at, expires_at)
        values (access.organization_id, p_key, coalesce(access.role, 'api_key'), p_scope, date_trunc('second', now()),
          date_trunc('second', least(now() + make_interval(secs => p_ttl_seconds), key_end)))
        returning org_tokens.id, org_tokens.status_index, org_tokens.issued_at, org_tokens.expires_at
        into token_id, status_index, issued_at, expires_at;
      stored_at := now();
      signing_keys := private.signing_keys();
    end if;
  end if;
  return next;
end $$;
alter function issue_key_token owner to access;

-- Exchanges a member's token (RFC 8693) in one statement: authorizes the API key by its secret, then the member's token, and stores
-- the new one. The transaction continues as the key, which is the author of the audit event: neither the token nor its event exists
-- without the other. `access` and the rest are null if the key has ended.
create function exchange_member_token(p_key text, p_secret_hash text, p_session text, p_user text, p_parent text, p_scope text[],
  p_ttl_seconds integer, p_proof text, p_member_proof text)
returns table (key key_access, access member_access, token_id text, status_index bigint, issued_at timestamptz, expires_at timestamptz,
  stored_at timestamptz, signing_keys jsonb)
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  issued record;
  ttl integer;
begin
  key := authorize_key(p_key, p_secret_hash, null, null, null, true, p_proof);
  if key.status = 'ok' then
    select least(p_ttl_seconds, floor(extract(epoch from k.expires_at - now())))::integer into ttl from api_keys k
      where k.organization_id = key.organization_id and k.id = p_key;
    select * into issued from issue_member_token(p_session, p_user, null, key.organization_id, p_parent, p_scope, ttl, false,
      p_member_proof, p_key);
    access := issued.access;
    token_id := issued.token_id;
    status_index := issued.status_index;
    issued_at := issued.issued_at;
    expires_at := issued.expires_at;
    stored_at := issued.stored_at;
    signing_keys := issued.signing_keys;
    perform private.set_context(key.organization_id, p_key);
  end if;
  return next;
end $$;
alter function exchange_member_token owner to access;

revoke create on schema public, private from access, integrity;
