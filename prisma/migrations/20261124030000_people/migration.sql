-- What members are found by is written once for all rows of a statement, so that ten thousand people can join at once; and
-- an invitation waits for a person only as long as whoever made it may still make it.

drop trigger index_member on memberships;

create or replace function index_member() returns trigger language plpgsql as $$
begin
  update memberships m set sort_name = fold(u.name)
    from joined j join users u on u.id = j.user_id
    where m.organization_id = j.organization_id and m.user_id = j.user_id;
  insert into member_terms (organization_id, term, user_id)
    select j.organization_id, t.term, j.user_id from joined j join users u on u.id = j.user_id, terms_of(u.name, u.email) t(term)
    on conflict do nothing;
  return null;
end $$;
create trigger index_member after insert on memberships referencing new table as joined
  for each statement execute function index_member();

-- Whether somebody of a role may invite with another, in the organization of this transaction. For the built-in roles
-- lib/auth/permissions.ts says the same, and a test compares them. What a role of the organization's own may give of the
-- built-in ones is only known there: accepting asks it, and here it counts as given.
create function may_invite(p_inviter text, p_role text) returns boolean language sql stable as $$
  select case
    when p_inviter is null then false
    when p_inviter = 'owner' then true
    when p_role = 'owner' then false
    when p_inviter = 'admin' then not exists (
      select 1 from roles r where r.organization_id = current_org() and r.key = p_role
        and r.permissions && array['org:delete', 'org:transfer'])
    else exists (
      select 1 from roles i where i.organization_id = current_org() and i.key = p_inviter
        and 'org:invitations:write' = any(i.permissions)
        and not exists (
          select 1 from roles r where r.organization_id = current_org() and r.key = p_role
            and not r.permissions <@ i.permissions))
  end
$$;

-- The invitations that wait for the person of this transaction. Each inviter's role can be seen from inside their
-- organization only, so it is entered for that one look and left again before the next.
create function my_invitations() returns setof text language plpgsql as $$
declare
  i record;
  inviter text;
begin
  for i in
    select v.id, v.organization_id, v.role, v.invited_by from invitations v join users u on u.email = v.email
      where u.id = current_person() and u.email_verified_at is not null and v.expires_at > now()
        and v.accepted_at is null and v.declined_at is null and v.revoked_at is null
  loop
    perform set_config('app.org_id', i.organization_id, true);
    inviter := (select m.role from memberships m where m.organization_id = i.organization_id and m.user_id = i.invited_by);
    if may_invite(inviter, i.role) then
      return next i.id;
    end if;
    perform set_config('app.org_id', '', true);
  end loop;
end $$;

create or replace function my_organizations(p_session text, p_user text)
  returns table (status text, id text, slug text, name text, role text, joined_at timestamptz, is_active boolean, invitations int,
    custom_role jsonb)
  language plpgsql as $$
declare
  e entry;
  waiting int;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return query select e.status, null::text, null::text, null::text, null::text, null::timestamptz, null::boolean, null::int, null::jsonb;
    return;
  end if;
  select count(*) into waiting from my_invitations();
  return query
    select 'ok', o.id, o.slug, o.name, m.role, m.joined_at::timestamptz, coalesce(o.id = e.organization_id, false), waiting,
        (select jsonb_build_object('name', r.name, 'permissions', r.permissions) from roles r
          where r.organization_id = m.organization_id and r.key = m.role)
      from memberships m join organizations o on o.id = m.organization_id
      where m.user_id = e.user_id order by o.name, o.id;
end $$;

-- A temporary table of the login must not pass for one of these. (create or replace forgets the setting.)
alter function index_member set search_path = public, pg_temp;
alter function may_invite set search_path = public, pg_temp;
alter function my_invitations set search_path = public, pg_temp;
alter function my_organizations set search_path = public, pg_temp;
