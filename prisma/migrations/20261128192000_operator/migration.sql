-- What the operator of the server does in an organization is in its audit log as done by the system.
create or replace function assign_audit_actor() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.actor_id := nullif(current_actor(), 'system');
  new.actor_type := case when current_actor() = 'system' then 'system' when starts_with(new.actor_id, 'key_') then 'api_key' else 'user' end;
  new.actor_name := case when current_actor() = 'system' then 'The system' else coalesce((select name from users where id = new.actor_id),
    (select name from api_keys where organization_id = new.organization_id and id = new.actor_id)) end;
  return new;
end $$;

-- In: a slug. Out: the organization that has it now, for the operator's commands.
create function organization_of_slug(p_slug text) returns text language sql stable security definer set search_path = public, pg_temp as $$
  select id from organizations where slug = p_slug and deleted_at is null
$$;
grant create on schema public to access;
alter function organization_of_slug owner to access;
revoke create on schema public from access;
revoke execute on function organization_of_slug from public;
grant execute on function organization_of_slug to identity;
