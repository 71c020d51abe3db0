-- The roles, none of which can log in, and what each may see (a test compares the table in docs/security.md):
--   tenant     withOrg and withCredential: the rows of one organization, the one in the signed context
--   person     withUser: what a signed-in person may know before an organization is chosen
--   identity   withIdentity: people, sign-ins, mails, signing keys; nothing that an organization owns
--   janitor    withOrg for jobs: purging and trimming one organization
--   access     owns the functions of the access check, and reads what they need
--   integrity  owns the trigger functions that keep facts true across organizations
--
-- From here on migrations only add.

-- Roles belong to the whole server, so another database may have made them already, or may be making them right now.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['tenant', 'person', 'identity', 'janitor', 'access', 'integrity'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin noinherit nosuperuser nobypassrls', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
  -- To give them their functions, the migrating login must be able to become the two owners.
  if not pg_has_role(current_user, 'access', 'member') or not pg_has_role(current_user, 'integrity', 'member') then
    execute format('grant access, integrity to %I', current_user);
  end if;
end $$;

revoke create on schema public from public;
grant usage on schema public to tenant, person, identity, janitor, access, integrity;
-- A role can own a function only in a schema where it may create one. 0007_access revokes this again.
grant create on schema public to access, integrity;

-- A TypeID: the kind of the row, then a UUIDv7 (RFC 9562) in Crockford's base32 (26 characters of 5 bits, 2 leading zeros).
create function type_id(prefix text) returns text language plpgsql volatile as $$
declare
  now_bits bit(64) := ((extract(epoch from clock_timestamp()) * 1000)::bigint)::bit(64);
  random_bits bit(128) := ('x' || replace(gen_random_uuid()::text, '-', ''))::bit(128);
  bits bit varying := b'00' || substring(now_bits from 17) || b'0111' || substring(random_bits from 53 for 12)
    || b'10' || substring(random_bits from 67);
  id text := prefix || '_';
begin
  for i in 0..25 loop
    id := id || substr('0123456789abcdefghjkmnpqrstvwxyz', substring(bits from 1 + 5 * i for 5)::bit(5)::int + 1, 1);
  end loop;
  return id;
end $$;

-- Only the owners of the functions have rights in this schema.
create schema private;
grant usage, create on schema private to access, integrity;

-- Two keys of HMAC-SHA-256 (RFC 2104), already combined with their pads:
--   context      signs the organization of a transaction; no login can read it
--   application  proves that an access check comes from the application and not from injected SQL; the identity login reads
--                it once per process
create table private.hmac_keys (
  name text primary key,
  secret bytea not null,
  inner_pad bytea not null,
  outer_pad bytea not null
);

do $$
declare
  key_name text;
  secret bytea;
  inner_pad bytea;
  outer_pad bytea;
begin
  foreach key_name in array array['context', 'application'] loop
    secret := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid(), 'UTF8'));
    inner_pad := secret || decode(repeat('00', 32), 'hex');
    outer_pad := inner_pad;
    for i in 0..63 loop
      inner_pad := set_byte(inner_pad, i, get_byte(inner_pad, i) # 54);
      outer_pad := set_byte(outer_pad, i, get_byte(outer_pad, i) # 92);
    end loop;
    insert into private.hmac_keys values (key_name, secret, inner_pad, outer_pad);
  end loop;
end $$;
alter table private.hmac_keys owner to access;

-- The application's key, for the identity login only: withIdentity reads it when a process starts.
create function application_key() returns bytea language sql stable security definer set search_path = public, pg_temp as $$
  select secret from private.hmac_keys where name = 'application'
$$;
alter function application_key owner to access;
revoke execute on function application_key from public;
grant execute on function application_key to identity;

-- In: the name of a key, and a text. Out: its HMAC in hex. All functions that lead here have the same search_path: with another one
-- than the last, Postgres plans the statements of a function again.
create function private.hmac(p_key text, p_text text) returns text language plpgsql stable as $$
declare
  k private.hmac_keys;
begin
  select * into k from private.hmac_keys where name = p_key;
  return encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(p_text, 'UTF8'))), 'hex');
end $$;
alter function private.hmac owner to access;

-- The signed text: the scope, the actor, the backend and the start of the transaction, so that a context that was copied from
-- another transaction is not accepted.
create function private.sign_context(p_scope text, p_actor text) returns text language sql stable as $$
  select private.hmac('context', concat_ws(' ', p_scope, p_actor, pg_backend_pid(), extract(epoch from transaction_timestamp())))
$$;
alter function private.sign_context owner to access;

-- Sets the context of this transaction. `p_scope` is an organization, or a person when no organization is chosen yet; `p_actor`
-- is a person, an API key or `system`. Only the access check can call it.
create function private.set_context(p_scope text, p_actor text) returns void language plpgsql as $$
begin
  perform set_config('app.context', concat_ws(' ', p_scope, p_actor, private.sign_context(p_scope, p_actor)), true);
end $$;
alter function private.set_context owner to access;

-- The parts of the context if its signature is valid, else null.
create function private.context() returns text[] language plpgsql stable parallel restricted as $$
declare
  parts text[] := string_to_array(current_setting('app.context', true), ' ');
begin
  return case when parts[3] = private.sign_context(parts[1], parts[2]) then parts end;
end $$;
alter function private.context owner to access;

-- The organization of this transaction, or null.
create function current_org() returns text language plpgsql stable parallel restricted security definer
  set search_path = public, pg_temp as $$
declare
  scope text := (private.context())[1];
begin
  return case when starts_with(scope, 'org_') then scope end;
end $$;
alter function current_org owner to access;

-- The person of this transaction when no organization is chosen, else null.
create function current_person() returns text language plpgsql stable parallel restricted security definer
  set search_path = public, pg_temp as $$
declare
  scope text := (private.context())[1];
begin
  return case when starts_with(scope, 'user_') then scope end;
end $$;
alter function current_person owner to access;

-- Who acts in this transaction: the id of a person or an API key, `system` for a job, or null.
create function current_actor() returns text language plpgsql stable parallel restricted security definer
  set search_path = public, pg_temp as $$
begin
  return (private.context())[2];
end $$;
alter function current_actor owner to access;

-- Isolates a table that has an organization_id: rows of other organizations cannot be read, written or moved. The sub-select
-- is evaluated once per statement, not once per row.
create procedure isolate(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_isolation on %s to tenant using (organization_id = (select current_org())) '
    'with check (organization_id = (select current_org()))', target);
  execute format('grant select, insert, update, delete on %s to tenant', target);
  execute format('create policy janitor_isolation on %s to janitor using (organization_id = (select current_org())) '
    'with check (organization_id = (select current_org()))', target);
  execute format('grant select, delete on %s to janitor', target);
end $$;

-- Shows a role all rows of a table, and grants it the given rights on them.
create procedure private.open_to(target regclass, reader name, rights text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy %I on %s to %I using (true) with check (true)', reader || '_all', target, reader);
  execute format('grant %s on %s to %I', rights, target, reader);
end $$;
