-- API keys and organization tokens: what each depends on, and what ends it.

-- A program's credential. It may do what its role or its own permissions allow, limited to what its creator may do now, and
-- nothing after the creator has left. Only the SHA-256 of its secret is stored.
create table api_keys (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('key'),
  name text not null,
  role text,
  permissions text[],
  secret_hash text not null,
  prefix text not null,
  created_by text references users on update cascade on delete set null,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  last_used_ip text,
  revoked_at timestamptz(3),

  constraint api_keys_pkey primary key (organization_id, id),
  constraint api_keys_one_scope check ((role is null) <> (permissions = '{}'))
);
create unique index api_keys_secret_hash_key on api_keys (secret_hash);
create index api_keys_organization_id_created_at_id_idx on api_keys (organization_id, created_at desc, id desc);
create index api_keys_created_by_idx on api_keys (created_by);
call isolate('api_keys');
call private.open_to('api_keys', 'access', 'select, update (last_used_at, last_used_ip)');
call private.open_to('api_keys', 'integrity', 'select (organization_id, id, name, role, created_by, revoked_at)');
create trigger check_role_exists before insert or update of role on api_keys for each row execute function check_role_exists();
-- A key is never deleted, only revoked: whom it brought in must stay visible.
alter table memberships add foreign key (organization_id, api_key_id) references api_keys on update cascade on delete no action;
alter table invitations add foreign key (organization_id, api_key_id) references api_keys on update cascade on delete no action;

-- The organizations that a session has entered. The audit log records the first entry and the end of the session. An
-- organization cannot read this table, because it contains session ids.
create table organization_visits (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  session_id text not null references sessions on update cascade on delete cascade,
  entered_at timestamptz(3) not null default current_timestamp,

  constraint organization_visits_pkey primary key (organization_id, session_id)
);
create index organization_visits_session_id_idx on organization_visits (session_id);
call isolate('organization_visits');
revoke select, update, delete on organization_visits from tenant;
call private.open_to('organization_visits', 'identity', 'select');
call private.open_to('organization_visits', 'access', 'select');

-- An organization token, issued to a session or an API key. It ends with this row, its session, its key or its membership.
-- status_index: its index in the published status list. scope: the permissions that it was narrowed to. parent_id: the token
-- that it was exchanged from and ends with. acting_key_id: the API key that exchanged it, with which it ends, too. An organization
-- cannot see the session of a token.
create table org_tokens (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('tok'),
  user_id text references users on update cascade on delete cascade,
  session_id text references sessions on update cascade on delete cascade,
  api_key_id text,
  parent_id text,
  acting_key_id text,
  role text not null,
  scope text[],
  status_index bigserial not null,
  issued_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),

  constraint org_tokens_pkey primary key (organization_id, id),
  constraint org_tokens_one_bearer check (
    user_id is not null and session_id is not null and api_key_id is null
    or user_id is null and session_id is null and api_key_id is not null),
  constraint org_tokens_exchanged check ((parent_id is null) = (acting_key_id is null)),
  foreign key (organization_id, api_key_id) references api_keys on update cascade on delete cascade
);
create index org_tokens_session_id_idx on org_tokens (session_id);
create index org_tokens_user_id_idx on org_tokens (user_id);
-- None of an organization and a time: a plan that was made for few rows would read all tokens of an organization by it to find one.
create index org_tokens_expires_at_idx on org_tokens (expires_at);
create index org_tokens_api_key on org_tokens (organization_id, api_key_id) where api_key_id is not null;
create index org_tokens_acting_key on org_tokens (organization_id, acting_key_id) where acting_key_id is not null;
create index org_tokens_parent on org_tokens (organization_id, parent_id) where parent_id is not null;
-- The status list reads only these rows.
create index org_tokens_revoked on org_tokens (status_index) where revoked_at is not null;
call isolate('org_tokens');
revoke select, insert, update, delete on org_tokens from tenant;
grant select (organization_id, id, user_id, api_key_id, parent_id, role, scope, issued_at, expires_at, revoked_at, status_index),
  update (revoked_at) on org_tokens to tenant;
-- `for share` on the parent of an exchanged token needs an update grant on some column; nothing writes issued_at.
call private.open_to('org_tokens', 'access', 'select, insert, update (issued_at)');
call private.open_to('org_tokens', 'integrity', 'select, update (revoked_at)');
grant usage on sequence org_tokens_status_index_seq to access;
-- For the public status list, and for deleting tokens that expired a day ago. Neither needs to know the holder.
create policy revoked_or_expired on org_tokens to identity
  using (revoked_at is not null or expires_at < now() - interval '1 day') with check (false);
grant select (status_index, revoked_at, expires_at, ctid), delete on org_tokens to identity;
grant select on sequence org_tokens_status_index_seq to identity;

-- The status list index of a token whose row was deleted while the token could still be presented.
create table deleted_tokens (
  status_index bigint not null,
  expires_at timestamptz(3) not null,

  constraint deleted_tokens_pkey primary key (status_index)
);
create index deleted_tokens_expires_at_idx on deleted_tokens (expires_at);
call private.open_to('deleted_tokens', 'identity', 'select, delete');
call private.open_to('deleted_tokens', 'integrity', 'select, insert');

-- ------------------------------------------------------------------------------------------------------- what ends a token
-- A change to something that a token depends on revokes the token in the same transaction. Tokens that expired within the grace
-- time are included, because a verifier's clock may be behind.

-- Whether a verifier may still accept a token with this expiry.
create function private.may_be_accepted(p_expires timestamptz) returns boolean language sql stable as $$
  select p_expires > now() - make_interval(secs => (select coalesce(token_grace_seconds, 86400) from public.settings))
$$;
alter function private.may_be_accepted owner to integrity;

create function revoke_tokens() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  case tg_table_name
    when 'sessions' then
      update org_tokens set revoked_at = now()
        where session_id = old.id and revoked_at is null and private.may_be_accepted(expires_at);
    when 'organizations' then
      update org_tokens set revoked_at = now()
        where organization_id = old.id and revoked_at is null and private.may_be_accepted(expires_at);
    when 'memberships' then
      update org_tokens set revoked_at = now()
        where organization_id = old.organization_id and revoked_at is null and private.may_be_accepted(expires_at)
          and (user_id = old.user_id or coalesce(api_key_id, acting_key_id) in (
            select id from api_keys where organization_id = old.organization_id and created_by = old.user_id));
    when 'api_keys' then
      update org_tokens set revoked_at = now()
        where organization_id = old.organization_id and (api_key_id = old.id or acting_key_id = old.id)
          and revoked_at is null and private.may_be_accepted(expires_at);
    when 'roles' then
      update org_tokens set revoked_at = now()
        where organization_id = old.organization_id and revoked_at is null and private.may_be_accepted(expires_at)
          and (role = old.key or coalesce(api_key_id, acting_key_id) in (
            select k.id from api_keys k join memberships m on m.organization_id = k.organization_id and m.user_id = k.created_by
            where k.organization_id = old.organization_id and m.role = old.key));
    when 'signing_keys' then
      update org_tokens set revoked_at = now()
        where issued_at >= date_trunc('second', old.activates_at) and revoked_at is null and private.may_be_accepted(expires_at);
    when 'org_tokens' then
      update org_tokens set revoked_at = now()
        where organization_id = old.organization_id and parent_id = old.id and revoked_at is null and private.may_be_accepted(expires_at);
  end case;
  return null;
end $$;
alter function revoke_tokens owner to integrity;
create trigger revoke_tokens after update of ended_at on sessions for each row
  when (old.ended_at is null and new.ended_at is not null) execute function revoke_tokens();
create trigger revoke_tokens after update of deleted_at on organizations for each row
  when (new.deleted_at is not null) execute function revoke_tokens();
create trigger revoke_tokens after delete on memberships for each row execute function revoke_tokens();
create trigger revoke_tokens_of_role after update of role on memberships for each row when (old.role <> new.role) execute function revoke_tokens();
create trigger revoke_tokens after update of revoked_at, role, permissions, expires_at on api_keys for each row
  when (new.revoked_at is not null or old.role is distinct from new.role or old.permissions is distinct from new.permissions
    or old.expires_at is distinct from new.expires_at) execute function revoke_tokens();
create trigger revoke_tokens after update of permissions on roles for each row
  when (old.permissions <> new.permissions) execute function revoke_tokens();
create trigger revoke_tokens after update of revoked_at on signing_keys for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function revoke_tokens();
create trigger revoke_tokens after update of revoked_at on org_tokens for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function revoke_tokens();

-- Keeps the status list index of a token whose row is deleted while the token could still be presented.
create function keep_status_index() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if private.may_be_accepted(old.expires_at) then
    insert into deleted_tokens (status_index, expires_at) values (old.status_index, old.expires_at) on conflict do nothing;
  end if;
  return null;
end $$;
alter function keep_status_index owner to integrity;
create trigger keep_status_index after delete on org_tokens for each row execute function keep_status_index();

-- In: a member. Out, for the overview: whether the organization was created in the last two weeks, then whether the member has had a
-- token for it, and whether they accepted an invitation in the last days: who invited them, if that person is still a member.
create function overview_of_start(p_user text) returns jsonb
language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  is_new boolean := (select created_at > now() - interval '14 days' from organizations where id = current_org());
  welcome jsonb;
begin
  if exists (select from memberships m where m.user_id = p_user and m.joined_at > now() - interval '3 days') then
    welcome := (select jsonb_build_object('inviter', (select name from users where id = i.invited_by))
      from users me join invitations i on i.email = me.email and i.accepted_at is not null
      where me.id = p_user order by i.accepted_at desc limit 1);
  end if;
  return jsonb_build_object('isNew', is_new, 'welcome', welcome,
    'hasToken', is_new and exists (select from org_tokens t where t.user_id = p_user));
end $$;
