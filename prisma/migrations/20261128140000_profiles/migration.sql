-- What a person chose for themselves: a picture, and the time zone in which times are shown to them.
alter table users add column time_zone text not null default 'UTC';
grant select (image_url, time_zone) on users to access;

-- A person's picture, re-encoded from the upload. hash is the SHA-256 of its bytes.
create table user_pictures (
  user_id text not null references users on update cascade on delete cascade,
  hash text not null,
  bytes bytea not null,

  constraint user_pictures_pkey primary key (user_id)
);
call private.open_to('user_pictures', 'identity', 'select, insert, update, delete');

-- The access checks read both with the person.
alter type member_access add attribute user_image_url text, add attribute user_time_zone text;
alter type person_access add attribute user_image_url text, add attribute user_time_zone text;

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
      s.last_seen_at, u.image_url, u.time_zone
    into a.status, a.user_name, a.user_email, a.email_verified, a.authenticated_at, a.organization_id, a.organization_slug,
      a.organization_name, a.organization_logo_url, a.role, a.custom_roles, a.scope, a.is_active, a.has_visited,
      a.by_former_slug, token_lives, a.last_seen_at, a.user_image_url, a.user_time_zone
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

create or replace function authorize_person(p_session text, p_user text, p_proof text)
returns person_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a person_access;
begin
  perform private.check_proof(p_proof, 'person', p_session, p_user);
  select 'ok', u.name, u.email, u.email_verified_at is not null, s.authenticated_at, s.active_organization_id, s.last_seen_at,
      u.image_url, u.time_zone into a
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
