-- As before, but an API key works only during the membership in which its creator made it: it stays stopped when a removed member comes
-- back.
create or replace function authorize_key(p_key text, p_secret_hash text, p_organization text, p_token text, p_claimed text,
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
      u.id, u.name, m.role, t.api_key_id = k.id and t.revoked_at is null and t.expires_at > now()
    into a.status, a.organization_id, a.organization_slug, a.organization_name, a.custom_roles, a.key_name, a.role, a.permissions,
      a.creator_id, a.creator_name, a.creator_role, token_lives
    from api_keys k
    join organizations o on o.id = k.organization_id and o.deleted_at is null
    join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by and m.joined_at <= k.created_at
    join users u on u.id = k.created_by
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
