-- The audit log of an organization, as a hash chain that shows later changes.

-- Who did what to which target, with the values before and after. Rows are never updated; each has the hash of the previous one.
create table audit_events (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('evt'),
  sequence bigint not null default 0,
  action text not null,
  actor_type text not null,
  actor_id text,
  actor_name text not null,
  on_behalf_of text,
  target_type text not null,
  target_id text,
  target_name text not null,
  changes jsonb not null default '{}',
  ip text,
  request_id text,
  occurred_at timestamptz(3) not null default current_timestamp,
  previous_hash text not null default '',
  hash text not null default '',
  -- When the event lost the name of an erased person: its content is not compared with its hash any more.
  erased_at timestamptz(3),

  constraint audit_events_pkey primary key (organization_id, id)
);
create unique index audit_events_organization_id_sequence_key on audit_events (organization_id, sequence);
create index audit_events_organization_id_occurred_at_sequence_idx on audit_events (organization_id, occurred_at, sequence);
create index audit_events_organization_id_actor_id_sequence_idx on audit_events (organization_id, actor_id, sequence);
create index audit_events_organization_id_actor_id_action_sequence_idx on audit_events (organization_id, actor_id, action, sequence);
create index audit_events_organization_id_action_sequence_idx on audit_events (organization_id, action, sequence);
create index audit_events_organization_id_target_id_sequence_idx on audit_events (organization_id, target_id, sequence);

-- The retention of an organization's events, and the anchor: the last deleted event, after which the chain begins.
create table audit_trails (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  retention_days integer,
  shortened_at timestamptz(3) not null default current_timestamp,
  anchor_sequence bigint not null default 0,
  anchor_hash text not null default '',
  anchor_at timestamptz(3),

  constraint audit_trails_pkey primary key (organization_id),
  -- The application cannot set less than a month.
  constraint audit_trails_retention check (retention_days between 30 and 3650)
);
call isolate('audit_trails');
revoke insert, update, delete on audit_trails from tenant, janitor;
grant insert (retention_days), update (retention_days) on audit_trails to tenant;
grant insert (organization_id), update (anchor_sequence) on audit_trails to janitor;
-- Jobs need the organizations that have a retention.
create policy due on audit_trails for select to identity using (true);
grant select (organization_id, retention_days) on audit_trails to identity;

-- The application adds events. No role can update them, and only events up to the anchor can be deleted.
create policy tenant_isolation on audit_events to tenant
  using (organization_id = (select current_org())) with check (organization_id = (select current_org()));
grant select on audit_events to tenant;
grant insert (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name, changes, ip, request_id)
  on audit_events to tenant;
create policy read_own on audit_events for select to janitor using (organization_id = (select current_org()));
create policy bring_in on audit_events for insert to janitor with check (organization_id = (select current_org()));
create policy up_to_the_anchor on audit_events for delete to janitor using (organization_id = (select current_org())
  and sequence <= (select t.anchor_sequence from audit_trails t where t.organization_id = (select current_org())));
grant select, delete,
  insert (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name, changes, ip, request_id, occurred_at)
  on audit_events to janitor;
call private.open_to('audit_events', 'integrity', 'select,
  insert (organization_id, action, actor_type, actor_id, actor_name, target_type, target_id, target_name, changes)');
alter table audit_events enable row level security;
alter table audit_events force row level security;

-- The text of an event that is hashed: every field, with times in UTC to the millisecond.
create function audit_text(e audit_events) returns text language sql stable as $$
  select jsonb_build_array(e.organization_id, e.sequence, e.id, e.action, e.actor_type, e.actor_id, e.actor_name, e.on_behalf_of,
    e.target_type, e.target_id, e.target_name, e.changes, e.ip, e.request_id,
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.previous_hash)::text
$$;

-- Sets the actor of an event from the signed context, whatever the insert says. Triggers fire in the order of their names, so
-- this one runs before chain_audit_event, which hashes the actor.
create function assign_audit_actor() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  actor text := current_actor();
begin
  new.actor_id := nullif(actor, 'system');
  new.actor_type := case when actor = 'system' then 'system' when starts_with(actor, 'key_') then 'api_key' else 'user' end;
  new.actor_name := case when actor = 'system' then 'The system' else coalesce((select name from users where id = actor),
    (select name from api_keys where organization_id = new.organization_id and id = actor)) end;
  return new;
end $$;
alter function assign_audit_actor owner to integrity;
create trigger assign_audit_actor before insert on audit_events for each row when (current_user = 'tenant') execute function assign_audit_actor();

-- Appends an event to the chain of its organization, with the hash of the previous event. The lock lasts until the end of the
-- transaction, so that the order of the chain is the order of the commits. A connection plans the statements once, perhaps
-- while the table is still empty; without the settings the plan could be a sequential scan.
create function chain_audit_event() returns trigger language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_sort = off set jit = off as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtext('audit_events'), hashtext(new.organization_id));
  select sequence, hash, occurred_at into last from audit_events
    where organization_id = new.organization_id order by sequence desc limit 1;
  new.sequence := coalesce(last.sequence, 0) + 1;
  new.previous_hash := coalesce(last.hash, '');
  new.occurred_at := greatest(least(new.occurred_at, clock_timestamp()), last.occurred_at);
  new.hash := encode(sha256(convert_to(audit_text(new), 'UTF8')), 'hex');
  return new;
end $$;
alter function chain_audit_event owner to integrity;
create trigger chain_audit_event before insert on audit_events for each row execute function chain_audit_event();

-- Checks a range of the chain of this transaction's organization. In: the sequence and hash before the range, and the maximum
-- number of events. Out: the number of valid events, the last event of the range, and the first invalid one with the reason.
create function check_audit_chain(p_after bigint, p_hash text, p_limit integer) returns table (
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

-- A shorter retention takes effect after a day, so that an administrator who sees the change in the log can undo it.
create function set_shortened_at() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.retention_days < coalesce(old.retention_days, 1000000) then
    new.shortened_at := now();
  end if;
  return new;
end $$;
create trigger set_shortened_at before update of retention_days on audit_trails for each row execute function set_shortened_at();

-- The anchor has the sequence, hash and time of the last deleted event. It can move only to an existing event, which means
-- only forward; never to the newest event; and only to an event that is older than the retention, or to one of an organization
-- that is due to be purged.
create function check_anchor() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  passed record;
begin
  select hash, occurred_at into passed from audit_events
    where organization_id = new.organization_id and sequence = new.anchor_sequence;
  if not found
    or not exists (select from audit_events where organization_id = new.organization_id and sequence > new.anchor_sequence)
    or not (
      coalesce(new.shortened_at < now() - interval '1 day'
        and passed.occurred_at < now() - make_interval(days => new.retention_days), false)
      or exists (select from organizations, settings where organizations.id = new.organization_id
        and deleted_at < now() - make_interval(days => restorable_days)))
  then
    raise exception 'The audit log keeps event %.', new.anchor_sequence using errcode = '42501';
  end if;
  new.anchor_hash := passed.hash;
  new.anchor_at := passed.occurred_at;
  return new;
end $$;
alter function check_anchor owner to integrity;
create trigger check_anchor before update of anchor_sequence, anchor_hash, anchor_at on audit_trails
  for each row execute function check_anchor();

-- Moving the anchor deletes the events up to it. There is no other way to delete them.
create function delete_events_up_to_anchor() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  delete from audit_events where organization_id = new.organization_id and sequence <= new.anchor_sequence;
  return null;
end $$;
create trigger delete_events_up_to_anchor after update of anchor_sequence on audit_trails for each row execute function delete_events_up_to_anchor();

-- An event of an erased person keeps its place in the chain, its hash and the person's id, but no longer says who they were.
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
  -- An account that still owns an organization stays until that is purged, and comes here again.
  if found and not exists (select from audit_events e where e.organization_id = p_organization and e.target_id = p_user
      and e.action = 'member.removed' and e.target_name = pseudonym and e.actor_type = 'system') then
    insert into audit_events (organization_id, action, actor_type, actor_id, actor_name, target_type, target_id, target_name, changes)
      values (p_organization, 'member.removed', 'system', null, 'The system', 'member', p_user, pseudonym, jsonb_build_object(
        'role', jsonb_build_array(former, null), 'reason', jsonb_build_array(null, 'deleted their account')));
  end if;
end $$;
alter function erase_from_trail owner to integrity;
revoke execute on function erase_from_trail from public;
grant execute on function erase_from_trail to identity;
