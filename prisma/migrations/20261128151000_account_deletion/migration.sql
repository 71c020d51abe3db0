-- A person who deletes their account is gone after some days, until which signing in takes it back. lib/accounts/deletion.ts sets
-- deleted_at; a job erases those that are due.
alter table users add column deleted_at timestamptz(3);
create index users_deleted_at_idx on users (deleted_at) where deleted_at is not null;
grant select (deleted_at) on users to access, integrity, tenant;

-- An organization always has an owner who stays. The lock serializes two owners who demote each other, or leave for good.
create or replace function keep_an_owner() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner') then
    return coalesce(new, old);
  end if;
  perform 1 from organizations where id = old.organization_id for update;
  if found and not exists (
    select from memberships m join users u on u.id = m.user_id
    where m.organization_id = old.organization_id and m.role = 'owner' and m.user_id <> old.user_id and u.deleted_at is null
  ) then
    raise exception 'An organization needs an owner.' using errcode = 'OWNER';
  end if;
  return coalesce(new, old);
end $$;

-- The same for an owner who deletes their account. A deleted organization needs none: it is purged first.
create function keep_owned_organizations() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owned text;
begin
  for owned in select m.organization_id from memberships m where m.user_id = new.id and m.role = 'owner' order by 1 loop
    perform 1 from organizations where id = owned and deleted_at is null for update;
    if found and not exists (
      select from memberships m join users u on u.id = m.user_id
      where m.organization_id = owned and m.role = 'owner' and m.user_id <> new.id and u.deleted_at is null
    ) then
      raise exception 'An organization needs an owner.' using errcode = 'OWNER';
    end if;
  end loop;
  return new;
end $$;
grant create on schema public to access, integrity;
alter function keep_owned_organizations owner to integrity;
create trigger keep_owned_organizations before update of deleted_at on users for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function keep_owned_organizations();

-- As before, but a key rests while the account of its creator is deleted.
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

-- An event of an erased person keeps its place in the chain, its hash and the person's id, but no longer says who they were.
alter table audit_events add column erased_at timestamptz(3);
grant update (actor_name, target_name, changes, ip, erased_at) on audit_events to integrity;

-- In: a person whose account is due. Out: the organizations whose audit log names them.
create function trails_of(p_user text, p_days integer) returns setof text language plpgsql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  if exists (select from users where id = p_user and deleted_at < now() - make_interval(days => p_days)) then
    return query select o.id from organizations o
      where exists (select from audit_events e where e.organization_id = o.id and e.actor_id = p_user)
        or exists (select from memberships m where m.organization_id = o.id and m.user_id = p_user);
  end if;
end $$;
alter function trails_of owner to integrity;
revoke execute on function trails_of from public;
grant execute on function trails_of to identity;

-- Takes the name, the address and the network of a person whose account is due out of one audit log, and adds the end of their
-- membership to it.
create function erase_from_trail(p_user text, p_organization text, p_days integer) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  pseudonym constant text := 'Deleted user';
  person record;
  former text;
begin
  select u.name, u.email into person from users u where u.id = p_user and u.deleted_at < now() - make_interval(days => p_days);
  if not found then
    return;
  end if;
  update audit_events e set
      actor_name = case when e.actor_id = p_user then pseudonym else e.actor_name end,
      ip = case when e.actor_id = p_user then null else e.ip end,
      target_name = case when e.target_id = p_user or e.target_name = person.email then pseudonym else e.target_name end,
      changes = replace(replace(e.changes::text, to_jsonb(person.email)::text, to_jsonb(pseudonym)::text),
        to_jsonb(person.name)::text, to_jsonb(pseudonym)::text)::jsonb,
      erased_at = now()
    where e.organization_id = p_organization and (e.actor_id = p_user or e.target_id = p_user or e.target_name = person.email
      or position(to_jsonb(person.email)::text in e.changes::text) > 0);
  select m.role into former from memberships m where m.organization_id = p_organization and m.user_id = p_user;
  if found then
    insert into audit_events (organization_id, action, actor_type, actor_id, actor_name, target_type, target_id, target_name, changes)
      values (p_organization, 'member.removed', 'system', null, 'The system', 'member', p_user, pseudonym, jsonb_build_object(
        'role', jsonb_build_array(former, null), 'reason', jsonb_build_array(null, 'deleted their account')));
  end if;
end $$;
alter function erase_from_trail owner to integrity;
revoke execute on function erase_from_trail from public;
grant execute on function erase_from_trail to identity;
revoke create on schema public from access, integrity;

-- As before, but the content of an erased event is not compared with its hash.
create or replace function check_audit_chain(p_after bigint, p_hash text, p_limit integer) returns table (
  events integer, last_sequence bigint, last_hash text, first_at timestamptz, last_at timestamptz,
  broken_sequence bigint, broken_id text, broken_at timestamptz, reason text
) language sql stable set search_path = public, pg_temp as $$
  with anchor as (
    select t.anchor_sequence as sequence, t.anchor_hash as hash from audit_trails t where t.organization_id = current_org()
  ), beginning as (
    select case when a.sequence >= p_after then a.sequence else p_after end as sequence,
      case when a.sequence >= p_after then a.hash else p_hash end as hash
    from (select 1) one left join anchor a on true
  ), part as (
    select (t.e).sequence, (t.e).id, (t.e).occurred_at, (t.e).hash,
      case
        when (t.e).sequence <= b.sequence then 'behind'
        when (t.e).sequence <> coalesce(lag((t.e).sequence) over w, b.sequence) + 1 then 'missing'
        when (t.e).previous_hash <> coalesce(lag((t.e).hash) over w, b.hash) then 'order'
        when (t.e).erased_at is null and (t.e).hash <> encode(sha256(convert_to(audit_text(t.e), 'UTF8')), 'hex') then 'changed'
      end as reason
    from beginning b, (select e from audit_events e where e.organization_id = current_org() and e.sequence > p_after
      order by e.sequence limit p_limit) t
    window w as (order by (t.e).sequence)
  ), broken as (select * from part where part.reason is not null order by sequence limit 1)
  select (select count(*)::int from part where broken.sequence is null or part.sequence < broken.sequence),
    ending.sequence, ending.hash, (select min(occurred_at) from part), ending.occurred_at,
    broken.sequence, broken.id, broken.occurred_at, broken.reason
  from (select 1) one
    left join (select * from part order by sequence desc limit 1) ending on true
    left join broken on true
$$;
