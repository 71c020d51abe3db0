-- How long an organization keeps its audit trail, where the trail begins once older events are gone, and purging in parts.

-- CreateTable
CREATE TABLE "audit_trails" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "retention_days" INTEGER,
    "shortened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "anchor_sequence" BIGINT NOT NULL DEFAULT 0,
    "anchor_hash" TEXT NOT NULL DEFAULT '',
    "anchor_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_trails_pkey" PRIMARY KEY ("organization_id")
);

-- AddForeignKey
ALTER TABLE "audit_trails" ADD CONSTRAINT "audit_trails_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whatever the application asks for, a month stays.
alter table audit_trails add constraint audit_trails_retention check (retention_days between 30 and 3650);

-- The application says how long. Where the trail begins, only the janitor moves, and of that only the number.
call isolate('audit_trails');
revoke insert, update, delete on audit_trails from tenant;
grant insert (retention_days), update (retention_days) on audit_trails to tenant;
create policy housekeeping on audit_trails for select to janitor using (true);
create policy begin_trail on audit_trails for insert to janitor with check (organization_id = current_org());
create policy move_anchor on audit_trails for update to janitor
  using (organization_id = current_org()) with check (organization_id = current_org());
grant select, insert (organization_id), update (anchor_sequence) on audit_trails to janitor;
grant select (deleted_at) on organizations to janitor;

-- An event can be deleted once the anchor has passed it, and by nobody else. Restrictive: no other policy widens it.
create policy behind_the_anchor on audit_events as restrictive for delete to janitor
  using (organization_id = current_org()
    and sequence <= (select t.anchor_sequence from audit_trails t where t.organization_id = current_org()));
grant delete on audit_events to janitor;

-- A shorter time begins to count a day after it was set: whoever sees it in the log can still take it back.
create function note_shortening() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.retention_days < coalesce(old.retention_days, 1000000) then
    new.shortened_at := now();
  end if;
  return new;
end $$;
create trigger note_shortening before update of retention_days on audit_trails
  for each row execute function note_shortening();

-- The anchor is the last event that is gone: its number, and hash and time as they were. It moves to an event that is there,
-- so only forward; never to the newest, and only to what is older than the retention, or is of an organization whose time is over.
create function move_anchor() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  passed record;
begin
  select hash, occurred_at into passed from audit_events
    where organization_id = new.organization_id and sequence = new.anchor_sequence;
  if not found
    or not exists (select 1 from audit_events where organization_id = new.organization_id and sequence > new.anchor_sequence)
    or not (
      coalesce(new.shortened_at < now() - interval '1 day'
        and passed.occurred_at < now() - make_interval(days => new.retention_days), false)
      or exists (select 1 from organizations where id = new.organization_id and deleted_at < now() - interval '30 days'))
  then
    raise exception 'The audit trail keeps event %.', new.anchor_sequence using errcode = '42501';
  end if;
  new.anchor_hash := passed.hash;
  new.anchor_at := passed.occurred_at;
  return new;
end $$;
create trigger move_anchor before update of anchor_sequence, anchor_hash, anchor_at on audit_trails
  for each row execute function move_anchor();

-- Moving the anchor is removing: neither happens without the other.
create function remove_behind_anchor() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  delete from audit_events where organization_id = new.organization_id and sequence <= new.anchor_sequence;
  return null;
end $$;
create trigger remove_behind_anchor after update of anchor_sequence on audit_trails
  for each row execute function remove_behind_anchor();

-- In: the last event that may go, and how many at most. Removes the oldest of the entered organization's trail. Out: how many.
create function remove_oldest_events(p_last bigint, p_limit int) returns int language plpgsql set search_path = public, pg_temp as $$
declare
  part record;
begin
  select count(*)::int as events, max(sequence) as last into part from (
    select e.sequence from audit_events e
    where e.organization_id = current_org() and e.sequence <= p_last
      and e.sequence > (select t.anchor_sequence from audit_trails t where t.organization_id = current_org())
    order by e.sequence limit p_limit) oldest;
  if part.events > 0 then
    update audit_trails set anchor_sequence = part.last where organization_id = current_org();
  end if;
  return part.events;
end $$;

-- The last event of the entered organization that its retention lets go, or null. The newest always stays: the chain goes on
-- from it.
create function last_expired_event(t audit_trails) returns bigint language sql stable set search_path = public, pg_temp as $$
  select least(expired.sequence, newest.sequence - 1)
  from (select e.sequence from audit_events e where e.organization_id = current_org()
      and e.occurred_at < now() - make_interval(days => t.retention_days) order by e.occurred_at desc, e.sequence desc limit 1) expired,
    (select e.sequence from audit_events e where e.organization_id = current_org() order by e.sequence desc limit 1) newest
  where t.shortened_at < now() - interval '1 day'
$$;

-- Out: the organizations whose trail holds more than they keep.
create function due_audit_trails() returns setof text language plpgsql set search_path = public, pg_temp as $$
declare
  t audit_trails;
begin
  perform set_config('role', 'janitor', true), set_config('app.user_id', '', true);
  for t in select * from audit_trails where retention_days is not null loop
    perform set_config('app.org_id', t.organization_id, true);
    if last_expired_event(t) > t.anchor_sequence then
      return next t.organization_id;
    end if;
  end loop;
  perform set_config('app.org_id', '', true);
end $$;

-- In: an organization, and how many events at most. Removes the oldest that its retention lets go. Out: how many; less than
-- the most: that was all, or another server does it.
create function trim_audit_trail(p_org text, p_limit int) returns int language plpgsql set search_path = public, pg_temp as $$
declare
  t audit_trails;
begin
  perform set_config('role', 'janitor', true), set_config('app.org_id', p_org, true), set_config('app.user_id', '', true);
  select * into t from audit_trails where organization_id = current_org() for update skip locked;
  if not found then
    return 0;
  end if;
  return remove_oldest_events(last_expired_event(t), p_limit);
end $$;

-- Out: the deleted organizations that are to be purged, the longest deleted first.
create function due_organizations() returns setof text language plpgsql set search_path = public, pg_temp as $$
begin
  perform set_config('role', 'janitor', true), set_config('app.org_id', '', true), set_config('app.user_id', '', true);
  return query select id from organizations where deleted_at < now() - interval '30 days' order by deleted_at;
end $$;

-- In: an organization that was deleted long enough ago, and how many rows of a kind to remove at most. Removes a part of what
-- may be very much, or, where no such part is left, everything that is of it, and notes that there was one. Out: part, purged, or
-- null where it is not due or another server does it.
drop function purge_organization();
create function purge_organization(p_org text, p_limit int) returns text language plpgsql set search_path = public, pg_temp as $$
declare
  o organizations;
  newest bigint;
  removed int;
begin
  perform set_config('role', 'tenant', true), set_config('app.org_id', p_org, true), set_config('app.user_id', '', true);
  select * into o from organizations
    where id = current_org() and deleted_at < now() - interval '30 days' for update skip locked;
  if not found then
    return null;
  end if;
  delete from org_tokens where organization_id = current_org()
    and id in (select t.id from org_tokens t where t.organization_id = current_org() limit p_limit);
  get diagnostics removed = row_count;
  if removed = p_limit then
    return 'part';
  end if;
  select max(sequence) into newest from audit_events where organization_id = current_org();
  perform set_config('role', 'janitor', true);
  insert into audit_trails (organization_id) values (current_org()) on conflict do nothing;
  if remove_oldest_events(newest - 1, p_limit) = p_limit then
    return 'part';
  end if;
  perform set_config('role', 'tenant', true);
  insert into purged_organizations (organization_hash, counts, created_at, deleted_at)
    values (encode(sha256(convert_to(o.id, 'UTF8')), 'hex'), jsonb_build_object(
      'members', (select count(*) from memberships where organization_id = o.id),
      'invitations', (select count(*) from invitations where organization_id = o.id),
      'projects', (select count(*) from projects where organization_id = o.id),
      'api_keys', (select count(*) from api_keys where organization_id = o.id),
      -- All that there ever were: they are numbered.
      'audit_events', coalesce(newest, 0)), o.created_at, o.deleted_at);
  delete from organizations where id = o.id;
  perform set_config('role', 'identity', true);
  delete from emails where about = o.id;
  perform set_config('role', 'tenant', true), set_config('app.org_id', '', true);
  return 'purged';
end $$;

-- As before, from where the trail begins: nothing may be left behind the anchor, and the first event follows it.
create or replace function check_audit_chain(p_after bigint, p_hash text, p_limit int)
  returns table (events int, last_sequence bigint, last_hash text, first_at timestamptz, last_at timestamptz,
    broken_sequence bigint, broken_id text, broken_at timestamptz, reason text)
  language sql stable set search_path = public, pg_temp as $$
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
        when (t.e).hash <> encode(sha256(convert_to(audit_text(t.e), 'UTF8')), 'hex') then 'changed'
      end as reason
    from beginning b, (select e from audit_events e where e.organization_id = current_org() and e.sequence > p_after
      order by e.sequence limit p_limit) t
    window w as (order by (t.e).sequence)
  ), broken as (select * from part where part.reason is not null order by sequence limit 1)
  select (select count(*)::int from part where broken.sequence is null or part.sequence < broken.sequence), ending.sequence, ending.hash, (select min(occurred_at) from part), ending.occurred_at,
    broken.sequence, broken.id, broken.occurred_at, broken.reason
  from (select 1) one
    left join (select * from part order by sequence desc limit 1) ending on true
    left join broken on true
$$;
