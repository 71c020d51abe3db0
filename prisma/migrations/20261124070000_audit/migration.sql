-- The audit trail, readable: filters that stay flat, sign-ins and refusals recorded, the chain checked, times that only grow.

-- CreateIndex
CREATE INDEX "audit_events_organization_id_actor_id_action_sequence_idx" ON "audit_events"("organization_id", "actor_id", "action", "sequence");

-- A third weak role, for what is done to all organizations and concerns none of their content: it knows which there are.
do $$ begin
  create role janitor nologin nosuperuser nobypassrls;
exception when duplicate_object or unique_violation then
  null;
end $$;
grant usage on schema public to janitor;
create policy housekeeping on organizations for select to janitor using (true);
grant select (id, slug) on organizations to janitor;

-- The application says what happened; when, and at which place in the chain, the database says. Only the janitor may bring
-- events from elsewhere with the time that they had, and even then no earlier than the event before.
revoke insert on audit_events from tenant;
grant insert (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name, changes, ip,
  request_id) on audit_events to tenant;
create policy bring_in on audit_events to janitor
  using (organization_id = current_org()) with check (organization_id = current_org());
grant select (organization_id, sequence, occurred_at, hash),
  insert (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name, changes, ip,
    request_id, occurred_at) on audit_events to janitor;

-- As before; and time only grows along the chain, so that a span of time is a span of sequence numbers.
create or replace function chain_audit_event() returns trigger language plpgsql set search_path = public, pg_temp as $$
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

create function audited_lately(p_action text, p_actor text, p_target text) returns boolean language sql volatile as $$
  select exists (select 1 from audit_events
    where organization_id = current_org() and occurred_at > clock_timestamp() - interval '1 minute' and action = p_action
      and actor_id is not distinct from p_actor and target_id is not distinct from p_target)
$$;

-- In: an event, as an object of its columns. Records it in the entered organization unless the same was, within a minute:
-- whoever is refused a thousand times a second fills nobody's trail. The second look is behind the lock of the chain.
create function audit_once_a_minute(e jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if audited_lately(e->>'action', e->>'actor_id', e->>'target_id') then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('audit_events'), hashtext(current_org()));
  if audited_lately(e->>'action', e->>'actor_id', e->>'target_id') then
    return;
  end if;
  insert into audit_events (action, actor_type, actor_id, actor_name, on_behalf_of, target_type, target_id, target_name, ip, request_id)
    values (e->>'action', e->>'actor_type', e->>'actor_id', e->>'actor_name', e->>'on_behalf_of', e->>'target_type',
      e->>'target_id', e->>'target_name', e->>'ip', e->>'request_id');
end $$;

-- In: a person, session.created, session.ended or session.refused, and { ip, request_id }. Records it in every organization
-- of the person, in the order of their ids: two who sign in at once wait for one another, and never in a circle. A refused
-- sign-in was not shown to be theirs: the system tells of it. Leaves the role `identity`.
create function audit_session(p_user text, p_action text, p_origin jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
declare
  org text;
  orgs text[];
  name text;
begin
  perform set_config('role', 'tenant', true), set_config('app.org_id', '', true), set_config('app.user_id', p_user, true);
  select array_agg(o.id order by o.id) into orgs from memberships m join organizations o on o.id = m.organization_id
    where m.user_id = p_user;
  select u.name into name from users u where u.id = p_user;
  perform set_config('app.user_id', '', true);
  foreach org in array coalesce(orgs, '{}') loop
    perform set_config('app.org_id', org, true);
    if p_action = 'session.refused' then
      perform audit_once_a_minute(p_origin || jsonb_build_object('action', p_action, 'actor_type', 'system',
        'actor_name', 'Somebody', 'target_type', 'user', 'target_id', p_user, 'target_name', name));
    else
      insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_id, target_name, ip, request_id)
        values (p_action, 'user', p_user, name, 'user', p_user, name, p_origin->>'ip', p_origin->>'request_id');
    end if;
  end loop;
  perform set_config('app.org_id', '', true), set_config('role', 'identity', true);
end $$;

-- Looks at the next events of the entered organization's chain. In: the place and the hash after which to begin, and how many
-- at most. Out: how many follow one another, where the part ends, and the first that does not follow from the one before, with why:
-- missing (a number was left out), order (it follows another event) or changed (it is not what was recorded).
create function check_audit_chain(p_after bigint, p_hash text, p_limit int)
  returns table (events int, last_sequence bigint, last_hash text, first_at timestamptz, last_at timestamptz,
    broken_sequence bigint, broken_id text, broken_at timestamptz, reason text)
  language sql stable set search_path = public, pg_temp as $$
  with part as (
    select (t.e).sequence, (t.e).id, (t.e).occurred_at, (t.e).hash,
      case
        when (t.e).sequence <> coalesce(lag((t.e).sequence) over w, p_after) + 1 then 'missing'
        when (t.e).previous_hash <> coalesce(lag((t.e).hash) over w, p_hash) then 'order'
        when (t.e).hash <> encode(sha256(convert_to(audit_text(t.e), 'UTF8')), 'hex') then 'changed'
      end as reason
    from (select e from audit_events e where e.organization_id = current_org() and e.sequence > p_after
      order by e.sequence limit p_limit) t
    window w as (order by (t.e).sequence)
  ), broken as (select * from part where part.reason is not null order by sequence limit 1)
  select (select count(*)::int from part where broken.sequence is null or part.sequence < broken.sequence), ending.sequence, ending.hash, (select min(occurred_at) from part), ending.occurred_at,
    broken.sequence, broken.id, broken.occurred_at, broken.reason
  from (select 1) one
    left join (select * from part order by sequence desc limit 1) ending on true
    left join broken on true
$$;
