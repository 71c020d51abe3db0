-- A person with exactly one organization is in it without choosing: a new session begins in it, and so does a session without an active
-- organization when the person joins their first one, or when one of two remains. A person can still leave it as the active one.
grant create on schema private to access;
create function private.only_organization(p_user text) returns text language sql stable as $$
  select case when count(*) = 1 then min(o.id) end
    from public.memberships m join public.organizations o on o.id = m.organization_id and o.deleted_at is null
    where m.user_id = p_user
$$;
alter function private.only_organization owner to access;
revoke create on schema private from access;

create function begin_in_only_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from memberships m join organizations o on o.id = m.organization_id and o.deleted_at is null
      where m.user_id = new.user_id and m.organization_id = new.active_organization_id) then
    new.active_organization_id := coalesce(private.only_organization(new.user_id), new.active_organization_id);
  end if;
  return new;
end $$;
grant create on schema public to access;
alter function begin_in_only_organization owner to access;
create trigger begin_in_only_organization before insert on sessions for each row execute function begin_in_only_organization();

create function enter_only_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  only_one text;
begin
  if tg_op = 'INSERT' then
    update sessions set active_organization_id = new.organization_id
      where user_id = new.user_id and active_organization_id is null and ended_at is null
        and private.only_organization(new.user_id) = new.organization_id;
  else
    only_one := private.only_organization(old.user_id);
    if only_one is not null then
      update sessions set active_organization_id = only_one
        where user_id = old.user_id and active_organization_id = old.organization_id and ended_at is null;
    end if;
  end if;
  return null;
end $$;
alter function enter_only_organization owner to access;
revoke create on schema public from access;
create trigger enter_only_organization after insert or delete on memberships for each row execute function enter_only_organization();
