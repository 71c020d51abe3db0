-- From when an organization lets in only members who have a second factor; null if it does not ask for one.
alter table organizations add column second_factor_from timestamptz(3);
grant update (second_factor_from) on organizations to tenant;
grant select (second_factor_from) on organizations to access, tenant;

alter type member_access add attribute amr text[], add attribute second_factor_from timestamptz, add attribute lacks_second_factor boolean;

grant create on schema private to access;
create function private.has_second_factor(p_user text) returns boolean language sql stable as $$
  select exists (select from public.totp_secrets t where t.user_id = p_user and t.confirmed_at is not null)
    or exists (select from public.passkeys p where p.user_id = p_user)
$$;
alter function private.has_second_factor owner to access;
revoke create on schema private from access;

-- As before, with how the session was signed in, and refused where the organization asks for a second factor that the person lacks.
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
      s.last_seen_at, u.image_url, u.time_zone, s.amr, o.second_factor_from,
      case when o.second_factor_from is null then false else not private.has_second_factor(u.id) end
    into a.status, a.user_name, a.user_email, a.email_verified, a.authenticated_at, a.organization_id, a.organization_slug,
      a.organization_name, a.organization_logo_url, a.role, a.custom_roles, a.scope, a.is_active, a.has_visited,
      a.by_former_slug, token_lives, a.last_seen_at, a.user_image_url, a.user_time_zone, a.amr, a.second_factor_from,
      a.lacks_second_factor
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
    when a.lacks_second_factor and a.second_factor_from <= now() then 'second_factor_required'
    else 'ok' end;
  return a;
end $$;
