-- Logos: given to whoever knows their address, and shown with the names of the organizations that they belong to.

-- In: an organization and the SHA-256 of its logo. Out: the picture, or null. No membership is asked for: people who are
-- invited see it, too, and the hash is known to nobody who was not shown it. The way in is closed again behind the one row.
create function find_logo(p_org text, p_hash text) returns bytea language plpgsql set search_path = public, pg_temp as $$
declare
  found_bytes bytea;
begin
  perform set_config('role', 'tenant', true), set_config('app.user_id', '', true), set_config('app.org_id', coalesce(p_org, ''), true);
  select l.bytes into found_bytes from organization_logos l
    join organizations o on o.id = l.organization_id and o.deleted_at is null
    where l.organization_id = current_org() and l.hash = p_hash;
  perform set_config('app.org_id', '', true);
  return found_bytes;
end $$;

-- In: a session and its user. Out: the addresses of the logos of their organizations, where there are any.
create function my_logos(p_session text, p_user text) returns table (id text, logo_url text)
  language plpgsql set search_path = public, pg_temp as $$
declare
  e entry;
begin
  e := enter_user(p_session, p_user);
  if e.status = 'ok' then
    return query select o.id, o.logo_url from memberships m join organizations o on o.id = m.organization_id
      where m.user_id = e.user_id and o.logo_url is not null;
  end if;
end $$;
