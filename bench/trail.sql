-- Organizations with the same people and the same kinds of events over the same year, one for each number of events. Chained like the trigger does it, without its lookup of the previous event.
create function pg_temp.numbered(kind text, n int) returns text language sql immutable as $$
  select kind || '_' || lpad(n::text, 26, '0')
$$;

insert into organizations (id, slug, name)
  select pg_temp.numbered('org', 1004 + i::int), 'trail-' || size, 'Trail of ' || size
  from unnest(array[:sizes]) with ordinality as t(size, i);
insert into memberships (organization_id, user_id, role)
  select pg_temp.numbered('org', 1004 + i), pg_temp.numbered('user', n), case when n = 19000 then 'owner' else 'admin' end
  from generate_series(1, cardinality(array[:sizes])) i, generate_series(19000, 19023) n;

-- 250 actors; four of them do half of it, so that a filter fills a page in both; 24 actions of 6 kinds; one event in fifty by
-- the system.
create function pg_temp.chained(p_org text, p_size int) returns setof audit_events language plpgsql as $$
declare
  e audit_events;
  last text := '';
  actor int;
  start timestamptz := date_trunc('milliseconds', now() - interval '365 days');
begin
  for i in 1..p_size loop
    actor := 19000 + case when i % 2 = 0 then (i / 2) % 4 else i % 250 end;
    e.organization_id := p_org;
    e.id := pg_temp.numbered('evt', i);
    e.sequence := i;
    e.action := (array['organization', 'member', 'invitation', 'role', 'session', 'api_key'])[1 + i % 6] || '.' ||
      (array['created', 'updated', 'removed', 'restored'])[1 + (i / 6) % 4];
    e.actor_type := case when i % 50 = 0 then 'system' else 'user' end;
    e.actor_id := case when i % 50 <> 0 then pg_temp.numbered('user', actor) end;
    e.actor_name := case when i % 50 = 0 then 'System' else 'Person ' || actor end;
    e.target_type := 'organization';
    e.target_id := pg_temp.numbered('org', 1 + i % 9000);
    e.target_name := 'Target ' || 1 + i % 9000;
    e.changes := jsonb_build_object('name', jsonb_build_array('Before ' || i, 'After ' || i));
    e.ip := '203.0.113.' || i % 250;
    e.request_id := 'request-' || i;
    e.occurred_at := start + (interval '365 days' / p_size) * i;
    e.previous_hash := last;
    e.hash := encode(sha256(convert_to(audit_text(e), 'UTF8')), 'hex');
    last := e.hash;
    return next e;
  end loop;
end $$;

set session_replication_role = replica;
insert into audit_events select e.* from unnest(array[:sizes]) with ordinality as t(size, i),
  pg_temp.chained(pg_temp.numbered('org', 1004 + i::int), size) e;
set session_replication_role = default;
