-- As before, but reading the list of one's organizations counts as a use of the session again.
create or replace function list_access(p_session text, p_user text, p_proof text, p_query text, p_after_name text, p_after_id text, p_limit int)
returns table (
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
    select 'ok', p.id, p.slug, p.name, p.logo_url, p.role, p.joined_at::timestamptz, p.id = active,
      case when r.key is not null then jsonb_build_object('name', r.name, 'permissions', r.permissions) end
    from (
      select o.id, o.slug, o.name, o.logo_url, m.role, m.joined_at
      from memberships m join organizations o on o.id = m.organization_id and o.deleted_at is null
      where m.user_id = p_user
        and (p_query is null or position(lower(p_query) in lower(o.name)) > 0 or position(lower(p_query) in o.slug) > 0)
        and (p_after_name is null or (o.name, o.id) > (p_after_name, p_after_id))
      order by o.name, o.id limit p_limit) p
    left join roles r on r.organization_id = p.id and r.key = p.role
    order by p.name, p.id;
end $$;
