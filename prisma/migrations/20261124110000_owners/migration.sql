-- Owners: who may invite as one, and that nobody who runs as the application wipes an organization and its trail.

-- What a role allows in the organization of this transaction; null for one that is not known. The built-in ones are said in
-- lib/auth/permissions.ts alone: whoever asks tells what they allow, by `app.built_in_roles`.
create function permissions_of(p_role text) returns text[] language sql stable as $$
  select case when built_in_role(p_role)
    then (select array_agg(held) from jsonb_array_elements_text(
      nullif(current_setting('app.built_in_roles', true), '')::jsonb -> p_role) held)
    else (select r.permissions from roles r where r.organization_id = current_org() and r.key = p_role) end
$$;

-- Whether somebody of a role may invite with another, in the organization of this transaction: lib/auth/permissions.ts says
-- the same, and a test compares them. Only an owner makes an owner, and nobody gives what they lack. Where it was not told
-- what the built-in roles allow, only an owner may: an offer is listed when accepting it would not be refused.
create or replace function may_invite(p_inviter text, p_role text) returns boolean language sql stable as $$
  select case
    when p_inviter is null then false
    when p_inviter = 'owner' then true
    when p_role = 'owner' then false
    else coalesce('org:invitations:write' = any(permissions_of(p_inviter)), false)
      and coalesce((select bool_and(held = any(permissions_of(p_inviter)))
        from unnest(permissions_of(p_role)) held where held = any(permissions_of('owner'))), permissions_of('owner') is not null)
  end
$$;

-- As before, and tells by the way what the built-in roles allow, where it is given that.
drop function my_invitations();
create function my_invitations(p_built_in text default null) returns setof text language plpgsql as $$
declare
  i record;
  inviter text;
  closed boolean;
begin
  if p_built_in is not null then
    perform set_config('app.built_in_roles', p_built_in, true);
  end if;
  for i in
    select v.id, v.organization_id, v.role, v.invited_by from invitations v join users u on u.email = v.email
      where u.id = current_person() and u.email_verified_at is not null and v.expires_at > now()
        and v.accepted_at is null and v.declined_at is null and v.revoked_at is null
  loop
    perform set_config('app.org_id', i.organization_id, true);
    inviter := (select m.role from memberships m where m.organization_id = i.organization_id and m.user_id = i.invited_by);
    closed := (select o.deleted_at is not null from organizations o where o.id = i.organization_id);
    if may_invite(inviter, i.role) and not closed then
      return next i.id;
    end if;
    perform set_config('app.org_id', '', true);
  end loop;
end $$;

-- An organization takes its trail with it, and nothing else ends one: so the application's role removes those alone that
-- nobody may restore any longer, and when one was deleted is not for it to say.
create policy purge_when_due on organizations as restrictive for delete to tenant
  using (deleted_at < now() - interval '30 days');

create function date_deletion() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.deleted_at := null;
  elsif new.deleted_at is not null then
    new.deleted_at := coalesce(old.deleted_at, now());
  end if;
  return new;
end $$;
create trigger date_deletion before insert or update of deleted_at on organizations for each row
  when (current_user = 'tenant') execute function date_deletion();

-- As before, and the trail says who is gone. A deleted organization binds nobody; who has joined another meanwhile is no
-- member any longer when it is restored.
create or replace function release_members() returns trigger language plpgsql as $$
declare
  m record;
begin
  if new.deleted_at is not null then
    update memberships set exclusive = false where organization_id = new.id and exclusive;
  elsif (select tenancy_mode = 'single' from settings) then
    for m in
      select user_id, role, (select u.name from users u where u.id = user_id) as name
        from memberships where organization_id = new.id
    loop
      begin
        update memberships set exclusive = true where organization_id = new.id and user_id = m.user_id;
      exception when unique_violation then
        delete from memberships where organization_id = new.id and user_id = m.user_id;
        insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_id, target_name, changes)
          values ('member.removed', 'system', null, 'The system', 'member', m.user_id, coalesce(m.name, ''), jsonb_build_object(
            'role', jsonb_build_array(m.role, null), 'reason', jsonb_build_array(null, 'joined another organization')));
      end;
    end loop;
  end if;
  return null;
end $$;

-- A temporary table of the login must not pass for one of these. (create or replace forgets the setting.)
alter function permissions_of set search_path = public, pg_temp;
alter function may_invite set search_path = public, pg_temp;
alter function my_invitations set search_path = public, pg_temp;
alter function date_deletion set search_path = public, pg_temp;
alter function release_members set search_path = public, pg_temp;
