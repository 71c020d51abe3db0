-- Signing keys that follow one another, the list of revoked tokens, permissions by hash, and word of a changed standing.

-- AlterTable
ALTER TABLE "signing_keys" ADD COLUMN     "activates_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "revoked_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "permission_sets" (
    "hash" TEXT NOT NULL,
    "permissions" TEXT[],

    CONSTRAINT "permission_sets_pkey" PRIMARY KEY ("hash")
);

update signing_keys set activates_at = created_at;
grant select, insert on permission_sets to identity;
-- How far the numbering of tokens has come: a list beyond that does not exist.
grant select on sequence org_tokens_status_index_seq to identity;

-- The key that signs now. The database says it, token by token, so that all instances change keys at the same moment.
create function signer() returns text language plpgsql as $$
declare
  role_before text := current_setting('role');
  kid text;
begin
  perform set_config('role', 'identity', true);
  select id into kid from signing_keys where activates_at <= now() and revoked_at is null
    order by activates_at desc, id desc limit 1;
  perform set_config('role', role_before, true);
  return kid;
end $$;

-- Whoever holds a stolen key can sign what they like about a token that lives: with the key, all that were issued since it
-- signs end, wherever they belong. A token's time of issue has no fractions of a second.
create policy of_revoked_key on org_tokens for select to identity
  using (issued_at >= nullif(current_setting('app.revoked_key_from', true), '')::timestamptz);
create policy end_of_revoked_key on org_tokens for update to identity
  using (issued_at >= nullif(current_setting('app.revoked_key_from', true), '')::timestamptz);
grant select (issued_at) on org_tokens to identity;

create function end_tokens_of_key() returns trigger language plpgsql as $$
begin
  perform set_config('app.revoked_key_from', date_trunc('second', old.activates_at)::text, true);
  update org_tokens set revoked_at = now()
    where issued_at >= date_trunc('second', old.activates_at) and revoked_at is null and expires_at > now();
  perform set_config('app.revoked_key_from', '', true);
  return null;
end $$;
create trigger end_tokens after update of revoked_at on signing_keys for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function end_tokens_of_key();

-- Says whose standing has changed, by the id of the person or organization and nothing else; who listens looks for itself.
create function announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('standing', to_jsonb(old)->>tg_argv[0]);
  return null;
end $$;
create trigger announce after update of role on memberships for each row
  when (old.role <> new.role) execute function announce('user_id');
create trigger announce_end after delete on memberships for each row execute function announce('user_id');
create trigger announce after update of name, permissions on roles for each row execute function announce('organization_id');
create trigger announce after update of name, slug, deleted_at on organizations for each row execute function announce('id');
create trigger announce_end after delete on organizations for each row execute function announce('id');
create trigger announce after update of ended_at on sessions for each row
  when (old.ended_at is null and new.ended_at is not null) execute function announce('user_id');
create trigger announce_end after delete on sessions for each row execute function announce('user_id');

-- A temporary table of the login must not pass for one of these.
alter function signer set search_path = public, pg_temp;
alter function end_tokens_of_key set search_path = public, pg_temp;
alter function announce set search_path = public, pg_temp;
