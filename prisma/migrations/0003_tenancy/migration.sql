-- Organizations, the people in them, and the rules that must hold under concurrency.

-- The tenant. A deleted organization is closed to everyone at once and purged later.
create table organizations (
  id text not null default type_id('org'),
  slug text not null,
  name text not null,
  logo_url text,
  -- Its color, one of eight; null for the one that follows from the id.
  hue smallint,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  deleted_at timestamptz(3),
  -- From when only members who have a second factor are let in; null if none is asked for.
  second_factor_from timestamptz(3),
  -- Since when members may open the access report of a page; null if they may not.
  access_report_since timestamptz(3),

  constraint organizations_pkey primary key (id),
  constraint organizations_hue check (hue between 0 and 7),
  constraint organizations_slug_shape check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 48)
);
create unique index organizations_slug_key on organizations (slug);
create index organizations_deleted_at_idx on organizations (deleted_at);
alter table sessions add foreign key (active_organization_id) references organizations on update cascade on delete set null;
alter table users add foreign key (default_organization_id) references organizations on update cascade on delete set null;
call private.open_to('organizations', 'access', 'select (id, slug, name, logo_url, hue, deleted_at, second_factor_from,
  access_report_since), update (updated_at)');
call private.open_to('organizations', 'integrity', 'select (id, slug, deleted_at), update (updated_at)');
create policy own_organization on organizations to tenant
  using (id = (select current_org())) with check (id = (select current_org()));
grant select, insert (id, slug, name, hue, created_at, updated_at),
  update (slug, name, logo_url, hue, updated_at, deleted_at, second_factor_from, access_report_since) on organizations to tenant;
create policy see_own on organizations for select to janitor using (id = (select current_org()));
create policy purge_when_due on organizations for delete to janitor using (id = (select current_org())
  and deleted_at < now() - make_interval(days => (select restorable_days from settings)));
grant select, delete on organizations to janitor;
grant update (updated_at) on organizations to janitor;
create policy hold on organizations for update to janitor using (id = (select current_org()));
-- Jobs need the ids and the deletion times of organizations, and nothing else.
create policy due on organizations for select to identity using (true);
grant select (id, deleted_at) on organizations to identity;

-- A former slug of an organization. It redirects members to the current one, and stays reserved for a while.
create table organization_slugs (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  slug text not null,
  released_at timestamptz(3) not null default current_timestamp,

  constraint organization_slugs_pkey primary key (organization_id, slug)
);
create index organization_slugs_slug_idx on organization_slugs (slug);
call isolate('organization_slugs');
revoke insert, update, delete on organization_slugs from tenant;
call private.open_to('organization_slugs', 'access', 'select');
call private.open_to('organization_slugs', 'integrity', 'select, insert, update, delete');

-- An organization's logo, re-encoded from the upload. hash is the SHA-256 of its bytes.
create table organization_logos (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  hash text not null,
  bytes bytea not null,
  updated_at timestamptz(3) not null default current_timestamp,

  constraint organization_logos_pkey primary key (organization_id, hash)
);
call isolate('organization_logos');

-- A record that a purged organization existed, and how large it was. organization_hash is the SHA-256 of its id.
create table purged_organizations (
  organization_hash text not null,
  counts jsonb not null,
  created_at timestamptz(3) not null,
  deleted_at timestamptz(3) not null,
  purged_at timestamptz(3) not null default current_timestamp,

  constraint purged_organizations_pkey primary key (organization_hash)
);
alter table purged_organizations enable row level security;
alter table purged_organizations force row level security;
create policy note on purged_organizations for insert to janitor with check (true);
grant insert on purged_organizations to janitor;

-- A person in one organization, with a role there. sort_name is the person's name in its normalized form for search and
-- sorting; exclusive means that the person may have no other membership (settings.tenancy_mode). Triggers maintain both.
create table memberships (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  user_id text not null references users on update cascade on delete cascade,
  role text not null,
  sort_name text collate "C" not null default '',
  joined_at timestamptz(3) not null default current_timestamp,
  last_active_at timestamptz(3) not null default current_timestamp,
  exclusive boolean not null default false,
  -- The API key whose invitation they accepted. It stays when the invitation is deleted. The reference is in 0004_tokens.
  api_key_id text,

  constraint memberships_pkey primary key (organization_id, user_id)
);
create index memberships_user_id_idx on memberships (user_id);
create index memberships_organization_id_sort_name_user_id_idx on memberships (organization_id, sort_name, user_id);
create index memberships_organization_id_role_sort_name_user_id_idx on memberships (organization_id, role, sort_name, user_id);
create index memberships_organization_id_joined_at_user_id_idx on memberships (organization_id, joined_at, user_id);
create index memberships_organization_id_last_active_at_user_id_idx on memberships (organization_id, last_active_at, user_id);
create index memberships_organization_id_role_joined_at_user_id_idx on memberships (organization_id, role, joined_at, user_id);
create index memberships_organization_id_role_last_active_at_user_id_idx on memberships (organization_id, role, last_active_at, user_id);
create index memberships_api_key on memberships (organization_id, api_key_id) where api_key_id is not null;
-- Enforces one organization per person under concurrency.
create unique index memberships_one_organization on memberships (user_id) where exclusive;
call isolate('memberships');
call private.open_to('memberships', 'access', 'select, update (last_active_at)');
call private.open_to('memberships', 'integrity', 'select, update (sort_name, exclusive), delete');

-- An organization sees only its own members. With `offset 0` Postgres looks each person up. Without it, a database of many small
-- organizations makes it expect few members, and read all those of a large one for each statement.
create policy co_members on users for select to tenant using (
  exists (select from memberships m where m.organization_id = (select current_org()) and m.user_id = users.id offset 0));
create policy co_members_for_jobs on users for select to janitor using (
  exists (select from memberships m where m.organization_id = (select current_org()) and m.user_id = users.id offset 0));

-- The search terms of a member: every suffix of their name and address that starts at a word. Each row also has the member's
-- role, so that a search within a role is one range of one index. Only triggers write it.
create table member_terms (
  organization_id text not null default current_org(),
  term text collate "C" not null,
  user_id text not null,
  role text not null,

  constraint member_terms_pkey primary key (organization_id, term, user_id),
  foreign key (organization_id, user_id) references memberships on update cascade on delete cascade
);
create index member_terms_organization_id_user_id_term_idx on member_terms (organization_id, user_id, term);
create index member_terms_organization_id_role_term_user_id_idx on member_terms (organization_id, role, term, user_id);
call isolate('member_terms');
revoke insert, update, delete on member_terms from tenant;
call private.open_to('member_terms', 'integrity', 'select, insert, update, delete');

-- A custom role of an organization, in addition to the built-in ones. Memberships, invitations and API keys refer to its key.
create table roles (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('role'),
  key text not null,
  name text not null,
  description text not null default '',
  permissions text[],
  version integer not null default 1,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,

  constraint roles_pkey primary key (organization_id, id),
  constraint roles_key_shape check (key ~ '^[a-z][a-z0-9_]*$' and length(key) <= 48 and key <> 'api_key')
);
create unique index roles_organization_id_key_key on roles (organization_id, key);
call isolate('roles');
call private.open_to('roles', 'access', 'select (organization_id, key, name, permissions), update (version)');
call private.open_to('roles', 'integrity', 'select (organization_id, key), update (version)');

-- An offer of a role to one verified address. Only the SHA-256 of its secret is stored. The timestamp that is set is its state.
create table invitations (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('inv'),
  email text not null,
  role text not null,
  token_hash text not null,
  invited_by text references users on update cascade on delete set null,
  email_id text references emails on update cascade on delete set null,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  declined_at timestamptz(3),
  revoked_at timestamptz(3),
  -- The API key that sent it on its creator's behalf. The reference is in 0004_tokens.
  api_key_id text,

  constraint invitations_pkey primary key (organization_id, id),
  constraint invitations_email_normalized check (email = lower(email) and octet_length(email) <= 254),
  constraint invitations_one_end check (num_nonnulls(accepted_at, declined_at, revoked_at) <= 1)
);
create unique index invitations_token_hash_key on invitations (token_hash);
create unique index invitations_email_id_key on invitations (email_id);
create index invitations_organization_id_created_at_id_idx on invitations (organization_id, created_at desc, id desc);
create index invitations_email_idx on invitations (email);
create index invitations_invited_by_idx on invitations (invited_by);
create index invitations_api_key on invitations (organization_id, api_key_id) where api_key_id is not null;
create unique index invitations_one_open on invitations (organization_id, email)
  where accepted_at is null and declined_at is null and revoked_at is null;
create index invitations_organization_id_expires_at_id_idx on invitations (organization_id, expires_at, id)
  where accepted_at is null and declined_at is null and revoked_at is null;
call isolate('invitations');
call private.open_to('invitations', 'access', 'select, update (email_id)');
call private.open_to('invitations', 'integrity', 'select (organization_id, role, accepted_at, declined_at, revoked_at)');
-- A job deletes invitations that ended or expired three months ago. It sees no others.
create policy long_ended on invitations to identity
  using (coalesce(accepted_at, declined_at, revoked_at, expires_at) < now() - interval '90 days');
grant select (organization_id, id, accepted_at, declined_at, revoked_at, expires_at), delete on invitations to identity;

-- An owner's offer to a member to become the owner in their place. It is deleted with either membership.
create table ownership_transfers (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('transfer'),
  user_id text not null,
  offered_by text not null,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  declined_at timestamptz(3),
  revoked_at timestamptz(3),

  constraint ownership_transfers_pkey primary key (organization_id, id),
  constraint ownership_transfers_one_end check (num_nonnulls(accepted_at, declined_at, revoked_at) <= 1),
  foreign key (organization_id, user_id) references memberships on update cascade on delete cascade,
  foreign key (organization_id, offered_by) references memberships on update cascade on delete cascade
);
create index ownership_transfers_organization_id_user_id_idx on ownership_transfers (organization_id, user_id);
create index ownership_transfers_organization_id_offered_by_idx on ownership_transfers (organization_id, offered_by);
create index ownership_transfers_user_id_idx on ownership_transfers (user_id);
-- One open offer at a time. An expired one is closed before the next is made.
create unique index ownership_transfers_one_open on ownership_transfers (organization_id)
  where accepted_at is null and declined_at is null and revoked_at is null;
call isolate('ownership_transfers');

-- What a person may see before an organization is chosen: their organizations, their invitations with the inviter, and offers
-- of ownership to them. Each policy of this role depends on the ones before it.

-- The address of the person of this transaction if it was proven without contest, or null.
create function current_address() returns text language plpgsql stable parallel restricted security definer
  set search_path = public, pg_temp as $$
begin
  return (select email from users where id = current_person() and email_verified_at is not null and contested_at is null);
end $$;
alter function current_address owner to access;
create policy addressed_to_me on invitations for select to person using (email = (select current_address()));
grant select (organization_id, id, email, role, invited_by, created_at, expires_at, accepted_at, declined_at, revoked_at)
  on invitations to person;
create policy mine_and_my_inviters on memberships for select to person using (user_id = (select current_person())
  or (organization_id, user_id) in (select i.organization_id, i.invited_by from invitations i));
grant select on memberships to person;
create policy offered_to_me on ownership_transfers for select to person using (user_id = (select current_person()));
grant select on ownership_transfers to person;
create policy me_and_who_asks_me on users for select to person using (id = (select current_person())
  or id in (select i.invited_by from invitations i) or id in (select t.offered_by from ownership_transfers t
    where t.accepted_at is null and t.declined_at is null and t.revoked_at is null and t.expires_at > now()));
create policy where_i_belong on organizations for select to person using (
  id in (select m.organization_id from memberships m where m.user_id = (select current_person()))
  or id in (select i.organization_id from invitations i));
grant select (id, slug, name, logo_url, hue, deleted_at) on organizations to person;
create policy where_i_belong on roles for select to person using (organization_id in (select o.id from organizations o));
grant select on roles to person;

-- ------------------------------------------------------------------------------------------------ rules under concurrency
-- These run as `integrity`, which sees every organization; the role that makes the change sees only one.

-- Raises an error if an organization has no owner who stays, other than `p_other`. The lock makes the deletion of the owner's account
-- wait, or this for its end.
create function private.hold_owner(p_organization text, p_other text) returns void language plpgsql as $$
begin
  perform 1 from public.memberships m join public.users u on u.id = m.user_id
    where m.organization_id = p_organization and m.role = 'owner' and m.user_id is distinct from p_other and u.deleted_at is null
    limit 1 for share of u;
  if not found then
    raise exception 'An organization needs an owner.' using errcode = 'OWNER';
  end if;
end $$;
alter function private.hold_owner owner to integrity;

-- An organization always has an owner who stays. The lock serializes two owners who demote each other, or leave for good.
create function keep_an_owner() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner') then
    return coalesce(new, old);
  end if;
  perform 1 from organizations where id = old.organization_id for update;
  if found then
    perform private.hold_owner(old.organization_id, old.user_id);
  end if;
  return coalesce(new, old);
end $$;
alter function keep_an_owner owner to integrity;
create trigger keep_an_owner before delete or update of role on memberships for each row execute function keep_an_owner();

-- The same for an owner who deletes their account. A deleted organization needs none: it is purged first.
create function keep_owned_organizations() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owned text;
begin
  for owned in select m.organization_id from memberships m where m.user_id = new.id and m.role = 'owner' order by 1 loop
    perform 1 from organizations where id = owned and deleted_at is null for update;
    if found then
      perform private.hold_owner(owned, new.id);
    end if;
  end loop;
  return new;
end $$;
alter function keep_owned_organizations owner to integrity;
create trigger keep_owned_organizations before update of deleted_at on users for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function keep_owned_organizations();

-- Who becomes an owner stays: the deletion of an account does not see a membership that is not committed yet.
create function hold_new_owner() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from users where id = new.user_id and deleted_at is null for share;
  if not found then
    raise exception 'An organization needs an owner.' using errcode = 'OWNER';
  end if;
  return new;
end $$;
alter function hold_new_owner owner to integrity;
create trigger hold_new_owner before insert or update of role on memberships for each row
  when (new.role = 'owner') execute function hold_new_owner();

-- An organization that is restored has an owner who stays.
create function keep_an_owner_of_restored() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform private.hold_owner(new.id, null);
  return new;
end $$;
alter function keep_an_owner_of_restored owner to integrity;
create trigger keep_an_owner_of_restored before update of deleted_at on organizations for each row
  when (old.deleted_at is not null and new.deleted_at is null) execute function keep_an_owner_of_restored();

-- It is always one that they belong to.
create function clear_default_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update users set default_organization_id = null where id = old.user_id and default_organization_id = old.organization_id;
  return null;
end $$;
alter function clear_default_organization owner to integrity;
create trigger clear_default_organization after delete on memberships for each row execute function clear_default_organization();

-- A role that a row refers to is built in or a custom role of this organization. The lock prevents that role's deletion until
-- this transaction ends.
create function check_role_exists() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.role is null or private.is_built_in_role(new.role) then
    return new;
  end if;
  perform 1 from roles where organization_id = new.organization_id and key = new.role for key share;
  if not found then
    raise exception 'There is no role %.', new.role using errcode = 'NROLE';
  end if;
  return new;
end $$;
alter function check_role_exists owner to integrity;
create trigger check_role_exists before insert or update of role on memberships for each row execute function check_role_exists();
create trigger check_role_exists before insert or update of role on invitations for each row execute function check_role_exists();

-- A custom role cannot have the key of a built-in role, and a role in use cannot be deleted.
create function keep_role_in_use() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if private.is_built_in_role(new.key) then
      raise exception 'The role % is built in.', new.key using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (exists (select from memberships where organization_id = old.organization_id and role = old.key)
      or exists (select from invitations where organization_id = old.organization_id and role = old.key
        and accepted_at is null and declined_at is null and revoked_at is null)
      or exists (select from api_keys where organization_id = old.organization_id and role = old.key and revoked_at is null))
    and exists (select from organizations where id = old.organization_id) then
    raise exception 'The role % is in use.', old.key using errcode = 'UROLE';
  end if;
  return old;
end $$;
alter function keep_role_in_use owner to integrity;
create trigger keep_role_in_use before insert or delete on roles for each row execute function keep_role_in_use();

-- A former slug stays reserved for its organization for a while. This runs after the row is written: a transaction that waited
-- on the unique index for another one must see the slug that the other one released.
create function reserve_former_slug() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if old.slug = new.slug then
      return null;
    end if;
    insert into organization_slugs (organization_id, slug, released_at) values (old.id, old.slug, now())
      on conflict (organization_id, slug) do update set released_at = excluded.released_at;
    delete from organization_slugs where organization_id = new.id and slug = new.slug;
  end if;
  if exists (select from organization_slugs, settings where slug = new.slug and organization_id <> new.id
      and released_at > now() - make_interval(days => coalesce(slug_kept_days, 36500))) then
    raise exception 'The slug % is taken.', new.slug using errcode = 'TSLUG';
  end if;
  return null;
end $$;
alter function reserve_former_slug owner to integrity;
create trigger reserve_former_slug after insert or update of slug on organizations for each row execute function reserve_former_slug();

-- The application cannot choose the time of a deletion.
create function set_deletion_time() returns trigger language plpgsql as $$
begin
  new.deleted_at := case when new.deleted_at is not null then coalesce(old.deleted_at, now()) end;
  return new;
end $$;
create trigger set_deletion_time before update of deleted_at on organizations
  for each row when (current_user = 'tenant') execute function set_deletion_time();

-- With TENANCY_MODE=single a person has one organization. The index enforces it; the lock gives a clearer error.
create function enforce_single_tenancy() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('tenancy_mode'), 0);
  new.exclusive := (select tenancy_mode = 'single' from settings);
  if new.exclusive then
    perform pg_advisory_xact_lock(hashtext('single_tenancy'), hashtext(new.user_id));
    if exists (select from memberships where user_id = new.user_id and exclusive and organization_id <> new.organization_id) then
      raise exception 'This person belongs to another organization.' using errcode = 'ELSEW';
    end if;
  end if;
  return new;
end $$;
alter function enforce_single_tenancy owner to integrity;
create trigger enforce_single_tenancy before insert on memberships for each row execute function enforce_single_tenancy();

-- In: the tenancy mode of the server. Out: 0, or the number of people who have several organizations; then nothing changes.
create function set_tenancy_mode(p_mode text) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  several integer;
begin
  if (select tenancy_mode from settings) = p_mode then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtext('tenancy_mode'), 0);
  if p_mode = 'single' then
    select count(*) into several from (select from memberships m join organizations o on o.id = m.organization_id
      where o.deleted_at is null group by m.user_id having count(*) > 1) people;
    if several > 0 then
      return several;
    end if;
    update memberships m set exclusive = true from organizations o where o.id = m.organization_id and o.deleted_at is null;
  end if;
  update settings set tenancy_mode = p_mode;
  return 0;
end $$;
alter function set_tenancy_mode owner to integrity;
revoke execute on function set_tenancy_mode from public;
grant execute on function set_tenancy_mode to identity;

-- Members of a deleted organization may join another one. Those who did lose their membership when it is restored.
create function update_exclusive_memberships() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  m record;
begin
  if new.deleted_at is not null then
    update memberships set exclusive = false where organization_id = new.id and exclusive;
  elsif (select tenancy_mode = 'single' from settings) then
    for m in select j.user_id, j.role, u.name from memberships j join users u on u.id = j.user_id where j.organization_id = new.id loop
      begin
        update memberships set exclusive = true where organization_id = new.id and user_id = m.user_id;
      exception when unique_violation then
        delete from memberships where organization_id = new.id and user_id = m.user_id;
        insert into audit_events (organization_id, action, actor_type, actor_id, actor_name, target_type, target_id, target_name, changes)
          values (new.id, 'member.removed', 'system', null, 'The system', 'member', m.user_id, m.name, jsonb_build_object(
            'role', jsonb_build_array(m.role, null), 'reason', jsonb_build_array(null, 'joined another organization')));
      end;
    end loop;
  end if;
  return null;
end $$;
alter function update_exclusive_memberships owner to integrity;
create trigger update_exclusive_memberships after update of deleted_at on organizations for each row
  when (old.deleted_at is distinct from new.deleted_at) execute function update_exclusive_memberships();

-- Cancels the queued mail of an invitation that ended, and those of a deleted organization.
create function cancel_emails() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'invitations' then
    update emails set status = 'canceled', text = '', html = ''
      where id = old.email_id and about = old.organization_id and status = 'queued';
  else
    update emails set status = 'canceled', text = '', html = '' where about = new.id and status = 'queued';
  end if;
  return null;
end $$;
alter function cancel_emails owner to integrity;
create trigger cancel_emails after update of email_id, accepted_at, declined_at, revoked_at on invitations for each row
  when (old.email_id is not null and (new.email_id is distinct from old.email_id
    or num_nonnulls(new.accepted_at, new.declined_at, new.revoked_at) > 0)) execute function cancel_emails();
create trigger cancel_emails after update of deleted_at on organizations for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function cancel_emails();

-- ---------------------------------------------------------------------------------------------------------- member search

-- Lower case by ICU, so that the result does not depend on the locale of the database.
create function fold_case(t text) returns text language sql immutable as $$ select lower(t collate "und-x-icu") $$;

-- The order of names that people read, whatever the locale of the database: small and capital letters together, 2 before 10. The
-- embedded database orders digits as text.
create collation by_name (provider = icu, locale = 'und-u-kn-true');

-- Normalizes a text for search and sorting: lower case, no accents, one space between words. A space at the end means that the
-- last word is complete. It uses character ranges because character classes do not work under the C locale.
create function search_text(t text) returns text language sql immutable as $$
  select ltrim(regexp_replace(
    replace(replace(replace(replace(
      translate(regexp_replace(fold_case(normalize(t, NFKD)), '[\u0300-\u036f]+', '', 'g'), 'øłđðħŧı', 'olddhti'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'))
$$;

-- The search terms of a member: their name and their address, each from every word to its end. The last word of an address
-- (`com`) is left out because it says nothing about the person.
create function search_terms(p_name text, p_email text) returns setof text language sql immutable as $$
  select distinct array_to_string(words[at:], ' ') from (values
    (string_to_array(rtrim(search_text(p_name)), ' '), 0), (string_to_array(rtrim(search_text(p_email)), ' '), 1)
  ) texts(words, kept), generate_series(1, greatest(cardinality(words) - kept, 1)) at
  where cardinality(words) > 0
$$;

-- The name is set before the insert, so that a new member is written once. The lock makes a rename at the same moment wait, which
-- would otherwise not see the new member.
create function set_sort_name() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  person text;
begin
  select name into person from users where id = new.user_id for share;
  new.sort_name := coalesce(search_text(person), '');
  return new;
end $$;
alter function set_sort_name owner to integrity;
create trigger set_sort_name before insert on memberships for each row execute function set_sort_name();

-- Handles one member at a time. In a single join the planner, which has no statistics for the new rows, may compute the terms
-- of every existing member.
create function index_member() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into member_terms (organization_id, term, user_id, role)
    select new.organization_id, term, new.user_id, new.role from users u, search_terms(u.name, u.email) term
      where u.id = new.user_id on conflict do nothing;
  return null;
end $$;
alter function index_member owner to integrity;
create trigger index_member after insert on memberships for each row execute function index_member();

create function index_member_role() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update member_terms set role = new.role where organization_id = new.organization_id and user_id = new.user_id;
  return null;
end $$;
alter function index_member_role owner to integrity;
create trigger index_member_role after update of role on memberships for each row
  when (old.role <> new.role) execute function index_member_role();

-- Updates a changed name or address in every organization of the person.
create function index_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update memberships set sort_name = search_text(new.name) where user_id = new.id;
  delete from member_terms t using memberships m
    where m.user_id = new.id and t.organization_id = m.organization_id and t.user_id = new.id;
  insert into member_terms (organization_id, term, user_id, role)
    select m.organization_id, t.term, m.user_id, m.role from memberships m, search_terms(new.name, new.email) t(term) where m.user_id = new.id;
  return null;
end $$;
alter function index_person owner to integrity;
create trigger index_person after update of name, email on users for each row
  when (old.name <> new.name or old.email <> new.email) execute function index_person();

-- ------------------------------------------------------------------------------------------------------ change notices

-- Notifies open tabs of a change. The payload is only the id of a person or an organization; each tab then checks for itself.
create function notify_change() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('membership_status', to_jsonb(old)->>tg_argv[0]);
  return null;
end $$;
create trigger notify_change after update of role on memberships for each row when (old.role <> new.role) execute function notify_change('user_id');
create trigger notify_end after delete on memberships for each row execute function notify_change('user_id');
create trigger notify_change after update of name, slug, deleted_at on organizations for each row execute function notify_change('id');
create trigger notify_end after delete on organizations for each row execute function notify_change('id');
create trigger notify_change after update of name, permissions on roles for each row execute function notify_change('organization_id');
create trigger notify_change after update of ended_at on sessions for each row
  when (old.ended_at is null and new.ended_at is not null) execute function notify_change('user_id');
create trigger notify_end after delete on sessions for each row execute function notify_change('user_id');

-- A person with exactly one organization is in it without choosing: a new session begins in it, and so does a session without an active
-- organization that they belong to when the person joins their first one, or when one of two remains. A person can still leave it as
-- the active one.
create function private.only_organization(p_user text) returns text language plpgsql stable as $$
begin
  return (select case when count(*) = 1 then min(o.id) end
    from public.memberships m join public.organizations o on o.id = m.organization_id and o.deleted_at is null
    where m.user_id = p_user);
end $$;
alter function private.only_organization owner to access;

create function begin_in_only_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from memberships m join organizations o on o.id = m.organization_id and o.deleted_at is null
      where m.user_id = new.user_id and m.organization_id = new.active_organization_id) then
    new.active_organization_id := coalesce(private.only_organization(new.user_id), new.active_organization_id);
  end if;
  return new;
end $$;
alter function begin_in_only_organization owner to access;
create trigger begin_in_only_organization before insert on sessions for each row execute function begin_in_only_organization();

create function enter_only_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  only_one text;
begin
  if tg_op = 'INSERT' then
    update sessions set active_organization_id = new.organization_id
      where user_id = new.user_id and ended_at is null and private.only_organization(new.user_id) = new.organization_id
        and active_organization_id is distinct from new.organization_id;
  else
    only_one := private.only_organization(old.user_id);
    if only_one is not null then
      update sessions set active_organization_id = only_one
        where user_id = old.user_id and active_organization_id = old.organization_id and ended_at is null;
    end if;
  end if;
  return null;
end $$;
alter function enter_only_organization owner to access;
create trigger enter_only_organization after insert or delete on memberships for each row execute function enter_only_organization();

-- The same when one of two is deleted. A session that is locked is skipped, for example while a token is issued: waiting for it could
-- end in a deadlock.
create function enter_remaining_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update sessions s set active_organization_id = found.remaining
    from (select c.id, private.only_organization(c.user_id) as remaining from sessions c
      where c.active_organization_id = new.id and c.ended_at is null for no key update skip locked) found
    where s.id = found.id and found.remaining is not null;
  return null;
end $$;
alter function enter_remaining_organization owner to access;
create trigger enter_remaining_organization after update of deleted_at on organizations for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function enter_remaining_organization();

-- Whether another organization has a slug, or had it recently. Creating an organization decides; this tells while a person types.
create function is_slug_taken(p_slug text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from organizations where slug = p_slug)
    or exists (select from organization_slugs, settings where slug = p_slug
      and released_at > now() - make_interval(days => coalesce(slug_kept_days, 36500)))
$$;
alter function is_slug_taken owner to access;
revoke execute on function is_slug_taken from public;
grant execute on function is_slug_taken to identity;

-- Whether an address may have an account although sign-up is not open (SIGN_UP): people and sign-ins see no invitations. One whose
-- inviter has left is not open.
create function has_open_invitation(p_email text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from invitations i join organizations o on o.id = i.organization_id
    join memberships m on m.organization_id = i.organization_id and m.user_id = i.invited_by
    where i.email = p_email and i.accepted_at is null and i.declined_at is null and i.revoked_at is null and i.expires_at > now()
      and o.deleted_at is null)
$$;
alter function has_open_invitation owner to access;
revoke execute on function has_open_invitation from public;
grant execute on function has_open_invitation to identity;

-- In: a slug. Out: the organization that has it now, for the operator's commands.
create function organization_of_slug(p_slug text) returns text language sql stable security definer set search_path = public, pg_temp as $$
  select id from organizations where slug = p_slug and deleted_at is null
$$;
alter function organization_of_slug owner to access;
revoke execute on function organization_of_slug from public;
grant execute on function organization_of_slug to identity;

-- ------------------------------------------------------------------------------------------------- frequent statements
-- Planning one of these takes as long as running it, and a connection plans the statements of a function once, perhaps while the
-- tables are still small: see 0007_access for the settings. They have no rights of their own: row-level security applies to them as to
-- any statement of the role that calls them.

-- In: addresses. Out: those of members (`joined`) and those with an open invitation. The generic plan is right for any number.
create function known_addresses(p_emails text[]) returns table (email text, joined boolean)
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set jit = off as $$
begin
  return query select u.email, true from users u where u.email = any(p_emails)
    union all
    select i.email, false from invitations i where i.email = any(p_emails) and i.expires_at > now()
      and i.accepted_at is null and i.declined_at is null and i.revoked_at is null;
end $$;

-- In: new invitations, each with its mail. Inserts both, so that neither exists without the other. Nobody who is a member is
-- invited, and a new invitation replaces an expired one. The rows are sorted: two lists that lock the same addresses in different
-- orders would deadlock. The loop and `offset 0` look each address up by itself. Out: the new invitations.
create function insert_invitations(p_rows jsonb, p_invited_by text, p_api_key text, p_expires_at timestamptz)
returns table (id text, email text, role text, created_at timestamptz, expires_at timestamptz)
language plpgsql set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  address text;
begin
  for address in select r->>'email' from jsonb_array_elements(p_rows) r order by 1 loop
    update invitations set revoked_at = now() where organization_id = current_org() and email = address and expires_at <= now()
      and accepted_at is null and declined_at is null and revoked_at is null;
  end loop;
  return query
    with made as (
      select type_id('mail') as email_id, r.*
        from jsonb_to_recordset(p_rows) r(email text, role text, token_hash text, subject text, "text" text, html text)
    ), inserted as (
      insert into invitations (email, role, token_hash, invited_by, api_key_id, email_id, expires_at)
        select email, role, token_hash, p_invited_by, p_api_key, email_id, p_expires_at from made
          where not exists (select from users u where u.email = made.email offset 0) order by email
        on conflict (organization_id, email)
          where accepted_at is null and declined_at is null and revoked_at is null do nothing
        returning *
    ), mails as (
      insert into emails (id, "to", subject, text, html)
        select email_id, email, subject, "text", html from made where email_id in (select i.email_id from inserted i)
    )
    select i.id, i.email, i.role, i.created_at::timestamptz, i.expires_at::timestamptz from inserted i;
end $$;

-- In: a person, and an invitation that they may accept. Uses the invitation up. The lock prevents a simultaneous deletion of the
-- organization. Out: false if they were a member already, null if the organization is deleted.
create function join_by_invitation(p_user text, p_invitation text, p_role text) returns boolean
language plpgsql set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  has_joined boolean;
begin
  perform 1 from organizations where id = current_org() and deleted_at is null for share;
  if not found then
    return null;
  end if;
  insert into memberships (user_id, role, api_key_id)
    select p_user, p_role, i.api_key_id from invitations i where i.organization_id = current_org() and i.id = p_invitation
    on conflict do nothing;
  has_joined := found;
  update invitations set accepted_at = now() where organization_id = current_org() and id = p_invitation;
  return has_joined;
end $$;

-- In: roles, the highest first. Out: the names of the first members of each, at most so many.
create function names_of_roles(p_roles text[], p_limit integer) returns table (role text, name text)
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set jit = off as $$
begin
  return query select wanted.role, u.name
    from unnest(p_roles) with ordinality as wanted(role, position)
    cross join lateral (
      select m.user_id, m.sort_name from memberships m where m.organization_id = current_org() and m.role = wanted.role
      order by m.sort_name, m.user_id limit p_limit
    ) m join users u on u.id = m.user_id
    order by wanted.position, m.sort_name, m.user_id;
end $$;

-- In: how many are shown, and up to how many are counted. Out: the members in numbers, with the newest (lib/organizations/overview.ts).
-- Without sorting, both are read in the order of an index.
create function overview_of_members(p_shown integer, p_counted integer) returns jsonb
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_sort = off set jit = off as $$
begin
  return (select jsonb_build_object('count', count(*), 'isAtLeast', count(*) = p_counted,
      'joined', count(*) filter (where joined_at > now() - interval '30 days'), 'newest', (
        select coalesce(jsonb_agg(to_jsonb(listed)), '[]') from (
          select u.id as "userId", u.name, u.image_url as "imageUrl", m.role, m.joined_at as "joinedAt"
          from (select * from memberships where organization_id = current_org()
            order by joined_at desc, user_id desc limit p_shown) m
          join users u on u.id = m.user_id order by m.joined_at desc, m.user_id desc) listed))
    from (select joined_at from memberships where organization_id = current_org()
      order by joined_at desc, user_id desc limit p_counted) counted);
end $$;

-- The same of the pending invitations, with those that expire first.
create function overview_of_invitations(p_shown integer, p_counted integer) returns jsonb
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_sort = off set jit = off as $$
begin
  return (select jsonb_build_object('count', count(*), 'isAtLeast', count(*) = p_counted, 'soonest', (
        select coalesce(jsonb_agg(to_jsonb(listed)), '[]') from (
          select id, email, role, expires_at as "expiresAt" from invitations
          where organization_id = current_org() and accepted_at is null and declined_at is null and revoked_at is null
            and expires_at > now()
          order by expires_at, id limit p_shown) listed))
    from (select from invitations
      where organization_id = current_org() and accepted_at is null and declined_at is null and revoked_at is null
        and expires_at > now() limit p_counted) counted);
end $$;

-- The offer of the ownership that is not answered yet; an organization has at most one. That of a person who is deleting their
-- account waits until they have the account back.
create function open_transfer() returns table (id text, created_at timestamptz, expires_at timestamptz, recipient jsonb, offerer jsonb)
language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
begin
  return query select t.id, t.created_at::timestamptz, t.expires_at::timestamptz,
      jsonb_build_object('id', r.id, 'name', r.name), jsonb_build_object('id', o.id, 'name', o.name)
    from ownership_transfers t join users r on r.id = t.user_id join users o on o.id = t.offered_by and o.deleted_at is null
    where t.organization_id = current_org() and t.expires_at > now()
      and t.accepted_at is null and t.declined_at is null and t.revoked_at is null;
end $$;
