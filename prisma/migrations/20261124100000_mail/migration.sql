-- Mails that are called off before they go out, the link of an organization that was deleted, and who invites a person.

alter table emails drop constraint emails_status;
alter table emails add constraint emails_status check (status in ('queued', 'sent', 'failed', 'cancelled'));
-- What could not be delivered may hold a secret link, and nobody will send it any more.
update emails set text = '', html = '' where status = 'failed';

-- An organization sees how its mails fare, never what they say, and calls back what still waits; that forgets what they said.
drop policy own_deliveries on emails;
create policy own_deliveries on emails for select to tenant using (about = current_org());
create policy call_off on emails for update to tenant
  using (about = current_org() and status = 'queued')
  with check (about = current_org() and status = 'cancelled' and text = '' and html = '');
grant select (about), update (status, text, html) on emails to tenant;

-- The mail of an invitation that was answered, withdrawn or sent anew before it went out would hold a dead link.
create function call_mail_off() returns trigger language plpgsql as $$
begin
  update emails set status = 'cancelled', text = '', html = '' where id = old.email_id and status = 'queued';
  return null;
end $$;
create trigger call_mail_off after update of email_id, accepted_at, declined_at, revoked_at on invitations for each row
  when (old.email_id is not null and (new.email_id is distinct from old.email_id
    or num_nonnulls(new.accepted_at, new.declined_at, new.revoked_at) > 0))
  execute function call_mail_off();

-- A deleted organization sends nothing any more, but what tells of its end: that is written after it.
create function call_mails_off() returns trigger language plpgsql as $$
begin
  update emails set status = 'cancelled', text = '', html = '' where about = new.id and status = 'queued';
  return null;
end $$;
create trigger call_mails_off after update of deleted_at on organizations for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function call_mails_off();

-- As before, and says organization_deleted where that is why the link leads nowhere: its holder was invited, and may know.
create or replace function enter_invitation(p_hash text, p_session text, p_user text, p_id text default null) returns entry language plpgsql as $$
declare
  e entry;
  gone boolean;
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
  select i.organization_id into e.organization_id from invitations i where i.token_hash = p_hash;
  perform set_config('app.invitation', '', true);
  if e.organization_id is null then
    e.status := 'not_member';
    return e;
  end if;
  perform set_config('app.org_id', e.organization_id, true);
  select o.slug, o.name, o.deleted_at is not null into e.organization_slug, e.organization_name, gone
    from organizations o where o.id = current_org();
  if gone then
    perform set_config('app.org_id', '', true);
    e.status := 'organization_deleted';
    return e;
  end if;
  perform 1 from invitations where token_hash = p_hash for update;
  select m.role into e.role from invitations i join memberships m on m.organization_id = i.organization_id and m.user_id = i.invited_by
    where i.token_hash = p_hash;
  e.custom_roles := custom_roles();
  return e;
end $$;

-- In: an invitation of the person of this transaction. Out: the name of whoever invites them, which can be seen from inside
-- their organization only: it is entered for that one look, and left again.
create function inviter_name(p_invitation text) returns text language plpgsql as $$
declare
  before text := coalesce(current_setting('app.org_id', true), '');
  i invitations;
  inviter text;
begin
  select * into i from invitations where id = p_invitation;
  perform set_config('app.org_id', coalesce(i.organization_id, ''), true);
  inviter := (select u.name from users u where u.id = i.invited_by);
  perform set_config('app.org_id', before, true);
  return inviter;
end $$;

-- A temporary table of the login must not pass for one of these.
alter function call_mail_off set search_path = public, pg_temp;
alter function call_mails_off set search_path = public, pg_temp;
alter function enter_invitation set search_path = public, pg_temp;
alter function inviter_name set search_path = public, pg_temp;
