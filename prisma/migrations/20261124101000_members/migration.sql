-- Members: found by any of their words whatever its accents, by a domain, and within a role; sorted within a role; seen when
-- they look at a page; found by their new name as soon as they have it.

-- AlterTable
TRUNCATE "member_terms";
ALTER TABLE "member_terms" ADD COLUMN     "role" TEXT NOT NULL;
-- The same order in every database, and one in which a sign after every other exists.
alter table memberships alter column sort_name type text collate "C";

-- CreateIndex
CREATE INDEX "memberships_organization_id_role_joined_at_user_id_idx" ON "memberships"("organization_id", "role", "joined_at", "user_id");

-- CreateIndex
CREATE INDEX "memberships_organization_id_role_last_active_at_user_id_idx" ON "memberships"("organization_id", "role", "last_active_at", "user_id");

-- CreateIndex
CREATE INDEX "member_terms_organization_id_role_term_user_id_idx" ON "member_terms"("organization_id", "role", "term", "user_id");

-- A text as it is searched for and sorted by: small letters without their accents, and one space for whatever stands between
-- words. A space at its end says that the last word is whole. Ranges, not classes: a database of the C locale has none.
create function search_text(t text) returns text language sql immutable as $$
  select ltrim(regexp_replace(
    replace(replace(replace(replace(
      translate(regexp_replace(fold(normalize(t, NFKD)), '[\u0300-\u036f]+', '', 'g'), 'øłđðħŧı', 'olddhti'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'))
$$;

-- What a member is found by: their name and their address, each from any of its words on. What an address ends with says
-- nothing of a person.
create or replace function terms_of(p_name text, p_email text) returns setof text language sql immutable as $$
  select distinct array_to_string(words[at:], ' ') from (values
    (string_to_array(rtrim(search_text(p_name)), ' '), 0), (string_to_array(rtrim(search_text(p_email)), ' '), 1)
  ) texts(words, kept), generate_series(1, greatest(cardinality(words) - kept, 1)) at
  where cardinality(words) > 0
$$;
drop function words_of(text);

-- One member after the other: joined to the tables at once, the planner, which knows nothing of new rows, may compute the terms
-- of everybody who is there already.
create or replace function index_member() returns trigger language plpgsql as $$
declare
  m record;
begin
  for m in
    select j.organization_id, j.user_id, j.role, u.name, u.email
      from joined j, lateral (select name, email from users where id = j.user_id offset 0) u
  loop
    update memberships set sort_name = search_text(m.name) where organization_id = m.organization_id and user_id = m.user_id;
    insert into member_terms (organization_id, term, user_id, role)
      select m.organization_id, term, m.user_id, m.role from terms_of(m.name, m.email) term on conflict do nothing;
  end loop;
  return null;
end $$;

create function index_member_role() returns trigger language plpgsql as $$
begin
  update member_terms set role = new.role where organization_id = new.organization_id and user_id = new.user_id;
  return null;
end $$;
create trigger index_member_role after update of role on memberships for each row
  when (old.role <> new.role) execute function index_member_role();

-- A new name or address, in every organization of the person, each entered for the one look. Whoever changed it gets their
-- own place back.
create function index_person() returns trigger language plpgsql as $$
declare
  back_to text[] := array[current_setting('role'), coalesce(current_setting('app.user_id', true), ''),
    coalesce(current_setting('app.org_id', true), '')];
  org text;
begin
  perform set_config('role', 'tenant', true), set_config('app.org_id', '', true), set_config('app.user_id', new.id, true);
  foreach org in array array(select organization_id from memberships where user_id = new.id order by organization_id) loop
    perform set_config('app.org_id', org, true);
    update memberships set sort_name = search_text(new.name) where organization_id = org and user_id = new.id;
    delete from member_terms where organization_id = org and user_id = new.id;
    insert into member_terms (organization_id, term, user_id, role)
      select m.organization_id, t.term, m.user_id, m.role
      from memberships m, terms_of(new.name, new.email) t(term) where m.organization_id = org and m.user_id = new.id;
  end loop;
  perform set_config('role', back_to[1], true), set_config('app.user_id', back_to[2], true),
    set_config('app.org_id', back_to[3], true);
  return null;
end $$;
create trigger index_person after update of name, email on users for each row
  when (old.name <> new.name or old.email <> new.email) execute function index_person();

-- Whoever looks at pages alone is active, too: noted every five minutes at most, so that looking stays free of writes.
create or replace function switch_org(p_session text, p_user text, p_org text) returns entry language plpgsql as $$
declare
  e entry;
begin
  e := enter_org(p_session, p_user, p_org);
  if e.status <> 'ok' then
    return e;
  end if;
  update memberships set last_active_at = now()
    where organization_id = current_org() and user_id = e.user_id and last_active_at < now() - interval '5 minutes';
  if not e.is_active then
    perform set_config('role', 'identity', true);
    update sessions set active_organization_id = e.organization_id where id = e.session_id;
    perform set_config('role', 'tenant', true);
    e.is_active := true;
  end if;
  return e;
end $$;

-- Anew for who is there already. Policies bind the owner of a table as well, unless it is told otherwise.
alter table memberships no force row level security;
alter table member_terms no force row level security;
alter table users no force row level security;
update memberships m set sort_name = search_text(u.name) from users u where u.id = m.user_id;
insert into member_terms (organization_id, term, user_id, role)
  select m.organization_id, t.term, m.user_id, m.role from memberships m join users u on u.id = m.user_id, terms_of(u.name, u.email) t(term);
alter table memberships force row level security;
alter table member_terms force row level security;
alter table users force row level security;

-- A temporary table of the login must not pass for one of these. (create or replace forgets the setting.) search_text and
-- terms_of read no table, and without the setting the planner writes them into the query: ten times as fast for each member.
alter function index_member set search_path = public, pg_temp;
alter function index_member_role set search_path = public, pg_temp;
alter function index_person set search_path = public, pg_temp;
alter function switch_org set search_path = public, pg_temp;
