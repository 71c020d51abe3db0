-- As before, and as every other end of a token: its place in the list of revoked ones counts for a minute after its time.
create or replace function end_exchanged_tokens() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  role_before text := current_setting('role');
  ended_before text := coalesce(current_setting('app.ended_token', true), '');
begin
  perform set_config('role', 'identity', true), set_config('app.ended_token', old.id, true);
  update org_tokens set revoked_at = now()
    where parent_id = old.id and revoked_at is null and expires_at > now() - interval '60 seconds';
  perform set_config('app.ended_token', ended_before, true), set_config('role', role_before, true);
  return null;
end $$;
