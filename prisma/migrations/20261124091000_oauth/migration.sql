-- Tokens that were exchanged from others: what they came from, their common end, and an event for both organizations.

-- AlterTable
ALTER TABLE "org_tokens" ADD COLUMN     "parent_id" TEXT;

-- Few tokens have one: the others pay nothing for this index.
create index org_tokens_parent on org_tokens (parent_id) where parent_id is not null;

-- A token that was exchanged from another ends with it, wherever it belongs. The two are of different organizations, of
-- which the tenant role sees one: the role that knows none follows the parent's id, for as long as the update takes.
create policy of_ended_token on org_tokens for select to identity
  using (parent_id = nullif(current_setting('app.ended_token', true), ''));
create policy end_of_ended_token on org_tokens for update to identity
  using (parent_id = nullif(current_setting('app.ended_token', true), ''));
grant select (parent_id) on org_tokens to identity;

create function end_exchanged_tokens() returns trigger language plpgsql as $$
declare
  role_before text := current_setting('role');
  ended_before text := coalesce(current_setting('app.ended_token', true), '');
begin
  perform set_config('role', 'identity', true), set_config('app.ended_token', old.id, true);
  update org_tokens set revoked_at = now() where parent_id = old.id and revoked_at is null and expires_at > now();
  perform set_config('app.ended_token', ended_before, true), set_config('role', role_before, true);
  return null;
end $$;
create trigger end_exchanged after update of revoked_at on org_tokens for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function end_exchanged_tokens();

-- In: a person's session, the token that they showed, and the one that was issued for it and is in nobody's hands yet; each
-- with its organization. Makes the new one end with the old one, and tells both organizations, neither of the other's
-- business: the request's id is what their events share. Out: a status as the doors have it; only 'ok' is one to go on with.
create function record_exchange(p_session text, p_user text, p_org text, p_token text, p_new_org text, p_new_token text, p_origin jsonb)
returns entry language plpgsql as $$
declare
  e entry;
  place record;
begin
  e := enter_org(p_session, p_user, p_org, p_token);
  if e.status <> 'ok' then
    return e;
  end if;
  -- Whoever revokes it at this moment waits, and then finds the new one.
  perform 1 from org_tokens where organization_id = current_org() and id = p_token and revoked_at is null for share;
  if not found then
    perform set_config('app.org_id', '', true);
    e.status := 'token_ended';
    return e;
  end if;
  e := enter_org(p_session, p_user, p_new_org, p_new_token);
  if e.status <> 'ok' then
    return e;
  end if;
  update org_tokens set parent_id = p_token
    where organization_id = current_org() and id = p_new_token and revoked_at is null and parent_id is null;
  if not found then
    perform set_config('app.org_id', '', true);
    e.status := 'token_ended';
    return e;
  end if;
  -- In the order of their ids: two who exchange in opposite directions wait for one another, and never in a circle.
  for place in select * from (values (p_org, p_token), (p_new_org, p_new_token)) as v (org, token)
    where token = p_new_token or p_org <> p_new_org order by org loop
    perform set_config('app.org_id', place.org, true);
    insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_id, target_name, ip, request_id)
      values ('token.exchanged', 'user', e.user_id, e.user_name, 'token', place.token, e.user_email,
        p_origin->>'ip', p_origin->>'request_id');
  end loop;
  perform set_config('app.org_id', p_new_org, true);
  return e;
end $$;

-- A temporary table of the login must not pass for one of these.
alter function end_exchanged_tokens set search_path = public, pg_temp;
alter function record_exchange set search_path = public, pg_temp;
