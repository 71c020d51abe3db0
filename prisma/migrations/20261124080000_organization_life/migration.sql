-- The life of an organization: its former slugs and its logo, offers to hand it over, its end, and one organization a person.

-- AlterTable
ALTER TABLE "email_tokens" ADD COLUMN     "organization_name" TEXT;

-- AlterTable
ALTER TABLE "emails" ADD COLUMN     "about" TEXT DEFAULT current_org();

-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "exclusive" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "organization_name" TEXT;

-- CreateTable
CREATE TABLE "organization_slugs" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "slug" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_slugs_pkey" PRIMARY KEY ("organization_id","slug")
);

-- CreateTable
CREATE TABLE "organization_logos" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "hash" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_logos_pkey" PRIMARY KEY ("organization_id","hash")
);

-- CreateTable
CREATE TABLE "ownership_transfers" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('transfer'::text),
    "user_id" TEXT NOT NULL,
    "offered_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "declined_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "ownership_transfers_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "purged_organizations" (
    "organization_hash" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,
    "purged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purged_organizations_pkey" PRIMARY KEY ("organization_hash")
);

-- CreateTable
CREATE TABLE "settings" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "tenancy_mode" TEXT NOT NULL DEFAULT 'multiple',

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "organization_slugs_slug_idx" ON "organization_slugs"("slug");

-- CreateIndex
CREATE INDEX "ownership_transfers_organization_id_user_id_idx" ON "ownership_transfers"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "ownership_transfers_organization_id_offered_by_idx" ON "ownership_transfers"("organization_id", "offered_by");

-- CreateIndex
CREATE INDEX "ownership_transfers_user_id_idx" ON "ownership_transfers"("user_id");

-- CreateIndex
CREATE INDEX "emails_about_idx" ON "emails"("about");

-- CreateIndex
CREATE INDEX "organizations_deleted_at_idx" ON "organizations"("deleted_at");

-- AddForeignKey
ALTER TABLE "organization_slugs" ADD CONSTRAINT "organization_slugs_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_logos" ADD CONSTRAINT "organization_logos_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership_transfers" ADD CONSTRAINT "ownership_transfers_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership_transfers" ADD CONSTRAINT "ownership_transfers_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "memberships"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership_transfers" ADD CONSTRAINT "ownership_transfers_organization_id_offered_by_fkey" FOREIGN KEY ("organization_id", "offered_by") REFERENCES "memberships"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Tenant tables.
call isolate('organization_slugs');
call isolate('organization_logos');
call isolate('ownership_transfers');

-- Facts that no code path may break.
alter table settings add constraint settings_one_row check (id);
alter table settings add constraint settings_tenancy_mode check (tenancy_mode in ('multiple', 'single'));
insert into settings default values;
alter table ownership_transfers add constraint ownership_transfers_one_end
  check (num_nonnulls(accepted_at, declined_at, revoked_at) <= 1);
-- One open offer at a time; an expired one is closed before the next is made.
create unique index ownership_transfers_one_open on ownership_transfers (organization_id)
  where accepted_at is null and declined_at is null and revoked_at is null;
-- Where the database enforces one organization a person, whatever runs at the same moment.
create unique index memberships_one_organization on memberships (user_id) where exclusive;

grant select on settings to tenant, identity;
grant update (tenancy_mode) on settings to identity;
grant insert on purged_organizations to tenant;
update emails e set about = i.organization_id from invitations i where i.email_id = e.id;

-- Whoever wants a slug may see whether it is kept for another organization, by its name alone; a member sees from outside
-- which slugs their organizations had.
create policy by_wanted_slug on organization_slugs for select to tenant
  using (slug = nullif(current_setting('app.wanted_slug', true), ''));
create policy own_slugs on organization_slugs for select to tenant
  using (organization_id in (select organization_id from memberships where user_id = current_person()));

-- A person sees from outside what is offered to them.
create policy offered_to_me on ownership_transfers for select to tenant using (user_id = current_person());

-- A deleted organization is seen by nobody, but by its owners to restore it and by the job that purges it, when they say so.
create policy deleted_organizations on organizations for select to tenant using (
  deleted_at is not null and case current_setting('app.deleted', true)
    when 'mine' then id in (select organization_id from memberships where user_id = current_person() and role = 'owner')
    when 'due' then deleted_at < now() - interval '30 days'
    else false end);

-- A slug that was given up stays with its organization for a while. After the row is written, not before: whoever waited for
-- another transaction to give the slug up must see that it did.
create function keep_slug() returns trigger language plpgsql as $$
declare
  kept boolean;
begin
  if tg_op = 'UPDATE' then
    if old.slug = new.slug then
      return null;
    end if;
    insert into organization_slugs (organization_id, slug, released_at) values (old.id, old.slug, now())
      on conflict (organization_id, slug) do update set released_at = excluded.released_at;
    delete from organization_slugs where organization_id = new.id and slug = new.slug;
  end if;
  perform set_config('app.wanted_slug', new.slug, true);
  kept := exists (select 1 from organization_slugs
    where slug = new.slug and organization_id <> new.id and released_at > now() - interval '90 days');
  perform set_config('app.wanted_slug', '', true);
  if kept then
    raise exception 'The slug % is taken.', new.slug using errcode = 'TSLUG';
  end if;
  return null;
end $$;
create trigger keep_slug after insert or update of slug on organizations for each row execute function keep_slug();

-- In: a session, its user, and a slug that leads nowhere. Out: the slug that an organization of theirs has instead, or null.
create function find_renamed(p_session text, p_user text, p_slug text) returns text language plpgsql as $$
declare
  e entry;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return null;
  end if;
  return (select o.slug from organization_slugs s
    join organizations o on o.id = s.organization_id
    join memberships m on m.organization_id = o.id and m.user_id = e.user_id
    where s.slug = p_slug and not exists (select 1 from organizations where slug = p_slug)
    order by s.released_at desc limit 1);
end $$;

-- With TENANCY_MODE=single a person has one organization. The lock makes the refusal a plain one; the index holds anyway.
create function one_organization() returns trigger language plpgsql as $$
declare
  person text := coalesce(current_setting('app.user_id', true), '');
  elsewhere boolean;
begin
  perform pg_advisory_xact_lock_shared(hashtext('tenancy_mode'), 0);
  new.exclusive := (select tenancy_mode = 'single' from settings);
  if not new.exclusive then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtext('one_organization'), hashtext(new.user_id));
  perform set_config('app.user_id', new.user_id, true);
  elsewhere := exists (select 1 from memberships
    where user_id = new.user_id and exclusive and organization_id <> new.organization_id);
  perform set_config('app.user_id', person, true);
  if elsewhere then
    raise exception 'This person belongs to another organization.' using errcode = 'ELSEW';
  end if;
  return new;
end $$;
create trigger one_organization before insert on memberships for each row execute function one_organization();

-- A deleted organization binds nobody; who has joined another meanwhile is no member any longer when it is restored.
create function release_members() returns trigger language plpgsql as $$
declare
  person text;
begin
  if new.deleted_at is not null then
    update memberships set exclusive = false where organization_id = new.id and exclusive;
  elsif (select tenancy_mode = 'single' from settings) then
    for person in select user_id from memberships where organization_id = new.id loop
      begin
        update memberships set exclusive = true where organization_id = new.id and user_id = person;
      exception when unique_violation then
        delete from memberships where organization_id = new.id and user_id = person;
      end;
    end loop;
  end if;
  return null;
end $$;
create trigger release_members after update of deleted_at on organizations for each row
  when (old.deleted_at is distinct from new.deleted_at) execute function release_members();

-- In: how the server was started. Out: 0, or how many people have several organizations, and so nothing was changed. Looks at
-- one person after the other, as themselves: there is no role that sees everybody's memberships.
create function set_tenancy_mode(p_mode text) returns int language plpgsql as $$
declare
  people text[];
  person text;
  orgs text[];
  several int := 0;
begin
  perform set_config('role', 'identity', true), set_config('app.org_id', '', true);
  if (select tenancy_mode from settings) = p_mode then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtext('tenancy_mode'), 0);
  if p_mode = 'single' then
    people := array(select id from users);
    perform set_config('role', 'tenant', true);
    foreach person in array people loop
      perform set_config('app.user_id', person, true);
      orgs := array(select o.id from memberships m join organizations o on o.id = m.organization_id where m.user_id = person);
      perform set_config('app.user_id', '', true);
      if cardinality(orgs) > 1 then
        several := several + 1;
      elsif cardinality(orgs) = 1 and several = 0 then
        perform set_config('app.org_id', orgs[1], true);
        update memberships set exclusive = true where organization_id = current_org() and user_id = person and not exclusive;
        perform set_config('app.org_id', '', true);
      end if;
    end loop;
    if several > 0 then
      return several;
    end if;
    perform set_config('role', 'identity', true);
  end if;
  update settings set tenancy_mode = p_mode;
  return 0;
end $$;

-- In: a session and its user. Out: the deleted organizations that they own and may restore; for an ended session one row
-- that says so.
create function deleted_organizations(p_session text, p_user text)
  returns table (status text, id text, slug text, name text, deleted_at timestamptz, restorable_until timestamptz)
  language plpgsql as $$
declare
  e entry;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return query select e.status, null::text, null::text, null::text, null::timestamptz, null::timestamptz;
    return;
  end if;
  perform set_config('app.deleted', 'mine', true);
  return query
    select 'ok', o.id, o.slug, o.name, o.deleted_at::timestamptz, (o.deleted_at + interval '30 days')::timestamptz
      from organizations o where o.deleted_at > now() - interval '30 days' order by o.deleted_at desc;
  perform set_config('app.deleted', '', true);
end $$;

-- In: a session, its user, and a deleted organization that they own. Out: the entry of the restored one, or status
-- not_member for whatever they may not restore. Its tokens stay revoked.
create function restore_organization(p_session text, p_user text, p_org text, p_origin jsonb) returns entry language plpgsql as $$
declare
  e entry;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return e;
  end if;
  e.organization_id := null;
  if exists (select 1 from memberships where user_id = e.user_id and exclusive) then
    raise exception 'This person belongs to another organization.' using errcode = 'ELSEW';
  end if;
  perform set_config('app.deleted', 'mine', true);
  select o.id, o.slug, o.name, 'owner' into e.organization_id, e.organization_slug, e.organization_name, e.role
    from organizations o where o.id = p_org and o.deleted_at > now() - interval '30 days';
  perform set_config('app.deleted', '', true), set_config('app.user_id', '', true);
  if e.organization_id is null then
    e.status := 'not_member';
    return e;
  end if;
  perform set_config('app.org_id', e.organization_id, true);
  update organizations set deleted_at = null where id = current_org() and deleted_at is not null;
  if found then
    insert into audit_events (action, actor_type, actor_id, actor_name, target_type, target_id, target_name, ip, request_id)
      values ('organization.restored', 'user', e.user_id, e.user_name, 'organization', e.organization_id, e.organization_name,
        p_origin->>'ip', p_origin->>'request_id');
  end if;
  e.is_active := false;
  e.custom_roles := custom_roles();
  return e;
end $$;

-- Removes one organization that was deleted long enough ago, with everything that is of it, and notes that there was one.
-- Out: its id, or null when none is due. Several servers may call it at once: each takes another.
create function purge_organization() returns text language plpgsql as $$
declare
  due text[];
  candidate text;
  o organizations;
begin
  perform set_config('role', 'tenant', true), set_config('app.org_id', '', true), set_config('app.user_id', '', true);
  perform set_config('app.deleted', 'due', true);
  due := array(select id from organizations where deleted_at < now() - interval '30 days' order by deleted_at limit 20);
  perform set_config('app.deleted', '', true);
  foreach candidate in array due loop
    perform set_config('app.org_id', candidate, true);
    select * into o from organizations
      where id = current_org() and deleted_at < now() - interval '30 days' for update skip locked;
    continue when not found;
    insert into purged_organizations (organization_hash, counts, created_at, deleted_at)
      values (encode(sha256(convert_to(o.id, 'UTF8')), 'hex'), jsonb_build_object(
        'members', (select count(*) from memberships where organization_id = o.id),
        'invitations', (select count(*) from invitations where organization_id = o.id),
        'projects', (select count(*) from projects where organization_id = o.id),
        'api_keys', (select count(*) from api_keys where organization_id = o.id),
        'audit_events', (select count(*) from audit_events where organization_id = o.id)), o.created_at, o.deleted_at);
    delete from organizations where id = o.id;
    perform set_config('role', 'identity', true);
    delete from emails where about = o.id;
    perform set_config('role', 'tenant', true), set_config('app.org_id', '', true);
    return candidate;
  end loop;
  return null;
end $$;

-- As before, for organizations that live: one that was deleted invites nobody.
create or replace function my_invitations() returns setof text language plpgsql as $$
declare
  i record;
  inviter text;
  closed boolean;
begin
  for i in
    select v.id, v.organization_id, v.role, v.invited_by from invitations v join users u on u.email = v.email
      where u.id = current_person() and u.email_verified_at is not null and v.expires_at > now()
        and v.accepted_at is null and v.declined_at is null and v.revoked_at is null
  loop
    perform set_config('app.org_id', i.organization_id, true);
    inviter := (select m.role from memberships m where m.organization_id = i.organization_id and m.user_id = i.invited_by);
    closed := (select o.deleted_at is not null from organizations o where o.id = i.organization_id);
    if may_invite(inviter, i.role) and not closed then
      return next i.id;
    end if;
    perform set_config('app.org_id', '', true);
  end loop;
end $$;

-- A temporary table of the login must not pass for one of these.
alter function my_invitations set search_path = public, pg_temp;
alter function keep_slug set search_path = public, pg_temp;
alter function find_renamed set search_path = public, pg_temp;
alter function one_organization set search_path = public, pg_temp;
alter function release_members set search_path = public, pg_temp;
alter function set_tenancy_mode set search_path = public, pg_temp;
alter function deleted_organizations set search_path = public, pg_temp;
alter function restore_organization set search_path = public, pg_temp;
alter function purge_organization set search_path = public, pg_temp;
