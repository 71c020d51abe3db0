-- Invitations, what members are found by, the delivery of mails, and the rule that an organization keeps an owner.

-- AlterTable
ALTER TABLE "emails" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "last_error" TEXT,
ADD COLUMN     "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'queued';

-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "sort_name" TEXT NOT NULL DEFAULT '';
UPDATE "memberships" SET "last_active_at" = "joined_at" WHERE "last_active_at" IS NULL;
ALTER TABLE "memberships" ALTER COLUMN "last_active_at" SET NOT NULL,
ALTER COLUMN "last_active_at" SET DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "member_terms" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "term" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "member_terms_pkey" PRIMARY KEY ("organization_id","term","user_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "organization_id" TEXT NOT NULL DEFAULT current_org(),
    "id" TEXT NOT NULL DEFAULT type_id('inv'),
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT,
    "email_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "declined_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "member_terms_organization_id_user_id_term_idx" ON "member_terms"("organization_id", "user_id", "term");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_email_id_key" ON "invitations"("email_id");

-- CreateIndex
CREATE INDEX "invitations_organization_id_created_at_id_idx" ON "invitations"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invitations_email_idx" ON "invitations"("email");

-- CreateIndex
CREATE INDEX "invitations_invited_by_idx" ON "invitations"("invited_by");

-- CreateIndex
CREATE INDEX "emails_status_next_attempt_at_idx" ON "emails"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "memberships_organization_id_sort_name_user_id_idx" ON "memberships"("organization_id", "sort_name", "user_id");

-- CreateIndex
CREATE INDEX "memberships_organization_id_role_sort_name_user_id_idx" ON "memberships"("organization_id", "role", "sort_name", "user_id");

-- CreateIndex
CREATE INDEX "memberships_organization_id_joined_at_user_id_idx" ON "memberships"("organization_id", "joined_at", "user_id");

-- CreateIndex
CREATE INDEX "memberships_organization_id_last_active_at_user_id_idx" ON "memberships"("organization_id", "last_active_at", "user_id");

-- AddForeignKey
ALTER TABLE "member_terms" ADD CONSTRAINT "member_terms_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "memberships"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_fkey" FOREIGN KEY ("invited_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_email_id_fkey" FOREIGN KEY ("email_id") REFERENCES "emails"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Facts that no code path may break.
alter table invitations add constraint invitations_email_normalized check (email = lower(email) and octet_length(email) <= 254);
alter table invitations add constraint invitations_one_end check (num_nonnulls(accepted_at, declined_at, revoked_at) <= 1);
alter table emails add constraint emails_status check (status in ('queued', 'sent', 'failed'));
-- One open invitation per organization and address; an expired one is closed before the next is made.
create unique index invitations_one_open on invitations (organization_id, email)
  where accepted_at is null and declined_at is null and revoked_at is null;

-- Tenant tables.
call isolate('member_terms');
call isolate('invitations');

-- Who holds the secret of an invitation sees it, whatever the organization; and so does the owner of a verified address,
-- from outside any organization.
create policy by_secret on invitations for select to tenant
  using (token_hash = nullif(current_setting('app.invitation', true), ''));
create policy addressed_to_me on invitations for select to tenant
  using (email = (select u.email from users u where u.id = current_person() and u.email_verified_at is not null));
-- An invited person sees which organization it is that invites them.
create policy inviting_organizations on organizations for select to tenant
  using (id in (select i.organization_id from invitations i
    where i.token_hash = nullif(current_setting('app.invitation', true), '')
      or i.email = (select u.email from users u where u.id = current_person() and u.email_verified_at is not null)));

-- The outbox takes mails of both roles; an organization sees how the mails of its invitations fare, never what they say.
alter table emails enable row level security;
alter table emails force row level security;
create policy identity_all on emails to identity using (true) with check (true);
create policy hand_in on emails for insert to tenant with check (true);
create policy own_deliveries on emails for select to tenant
  using (id in (select email_id from invitations where organization_id = current_org()));
grant insert (id, "to", subject, text, html) on emails to tenant;
grant select (id, status, attempts, last_error, sent_at) on emails to tenant;

-- Terms are found by prefix: a range by their bytes, which is collation "C".
alter table member_terms alter column term type text collate "C";

-- Small letters in every script. A database of the C locale knows only ASCII's, so ICU's rules are taken where they work.
do $$
declare
  rules text := '';
begin
  begin
    execute 'select lower(''x'' collate "und-x-icu")';
    rules := ' collate "und-x-icu"';
  exception when others then
    null;
  end;
  execute format('create function fold(t text) returns text language sql immutable as $f$ select lower(t%s) $f$', rules);
  execute format('create function words_of(t text) returns setof text language sql immutable as '
    '$f$ select regexp_split_to_table(fold(t)%s, ''[^[:alnum:]]+'') $f$', rules);
end $$;

-- The words that a member is found by.
create function terms_of(p_name text, p_email text) returns setof text language sql immutable as $$
  select distinct term from (
    select fold(p_name) as term
    union all select p_email
    union all select words_of(p_name)
    union all select words_of(p_email)
  ) all_terms where term <> ''
$$;

create function index_member() returns trigger language plpgsql as $$
begin
  update memberships m set sort_name = fold(u.name)
    from users u where u.id = m.user_id and m.organization_id = new.organization_id and m.user_id = new.user_id;
  insert into member_terms (organization_id, term, user_id)
    select new.organization_id, t.term, new.user_id from users u, terms_of(u.name, u.email) t(term) where u.id = new.user_id
    on conflict do nothing;
  return null;
end $$;
create trigger index_member after insert on memberships for each row execute function index_member();

update memberships m set sort_name = fold(u.name) from users u where u.id = m.user_id;
insert into member_terms (organization_id, term, user_id)
  select m.organization_id, t.term, m.user_id from memberships m join users u on u.id = m.user_id, terms_of(u.name, u.email) t(term);

-- An organization keeps an owner, whatever runs at the same moment: whoever takes a role of owner away locks the
-- organization first and then counts who is left. When the organization itself goes, its row is gone already.
create function keep_an_owner() returns trigger language plpgsql as $$
begin
  if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner') then
    return coalesce(new, old);
  end if;
  perform 1 from organizations where id = old.organization_id for update;
  if found and not exists (
    select 1 from memberships
    where organization_id = old.organization_id and role = 'owner' and user_id <> old.user_id
  ) then
    raise exception 'An organization keeps an owner.' using errcode = 'OWNER';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep_an_owner before update of role or delete on memberships for each row execute function keep_an_owner();

-- In: an invitation by the SHA-256 of its secret, or by its id, which is enough for the owner of the invited and verified
-- address alone; and, where somebody is signed in, their session. Drops to the tenant role and sets the invitation's
-- organization, so that what follows may make the membership; locks the invitation, so that of many clicks one counts.
-- Out: the entry with the organization's name and, as role, the inviter's role there now (null when they left); status
-- no_session for an ended session, not_member for an unknown secret or somebody else's id.
create function enter_invitation(p_hash text, p_session text, p_user text, p_id text default null) returns entry language plpgsql as $$
declare
  e entry;
begin
  if p_session is null then
    perform set_config('role', 'tenant', true), set_config('app.user_id', '', true), set_config('app.org_id', '', true);
    e.status := 'ok';
  else
    e := enter_user(p_session, p_user);
  end if;
  if e.status <> 'ok' then
    return e;
  end if;
  if p_id is not null then
    p_hash := null;
    select i.token_hash into p_hash from invitations i where i.id = p_id and i.email = e.user_email and e.email_verified;
  end if;
  perform set_config('app.user_id', '', true), set_config('app.invitation', coalesce(p_hash, ''), true);
  select i.organization_id, o.slug, o.name into e.organization_id, e.organization_slug, e.organization_name
    from invitations i join organizations o on o.id = i.organization_id where i.token_hash = p_hash;
  perform set_config('app.invitation', '', true);
  if e.organization_id is null then
    e.status := 'not_member';
    return e;
  end if;
  perform set_config('app.org_id', e.organization_id, true);
  perform 1 from invitations where token_hash = p_hash for update;
  select m.role into e.role from invitations i join memberships m on m.organization_id = i.organization_id and m.user_id = i.invited_by
    where i.token_hash = p_hash;
  return e;
end $$;

-- In: a session and its user. Out: their organizations by name, each with how many invitations wait for the person, in one
-- statement; for an ended session one row that says so.
drop function my_organizations(text, text);
create function my_organizations(p_session text, p_user text)
  returns table (status text, id text, slug text, name text, role text, joined_at timestamptz, is_active boolean, invitations int)
  language plpgsql as $$
declare
  e entry;
  waiting int;
begin
  e := enter_user(p_session, p_user);
  if e.status <> 'ok' then
    return query select e.status, null::text, null::text, null::text, null::text, null::timestamptz, null::boolean, null::int;
    return;
  end if;
  select count(*) into waiting from invitations i
    where i.email = e.user_email and e.email_verified and i.accepted_at is null and i.declined_at is null
      and i.revoked_at is null and i.expires_at > now();
  return query
    select 'ok', o.id, o.slug, o.name, m.role, m.joined_at::timestamptz, coalesce(o.id = e.organization_id, false), waiting
      from memberships m join organizations o on o.id = m.organization_id
      where m.user_id = e.user_id order by o.name, o.id;
end $$;

-- A temporary table of the login must not pass for one of these.
alter function index_member set search_path = public, pg_temp;
alter function keep_an_owner set search_path = public, pg_temp;
alter function enter_invitation set search_path = public, pg_temp;
alter function my_organizations set search_path = public, pg_temp;
