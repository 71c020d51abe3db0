-- The identity tables. They hold no organization's data.

-- One row with the settings that the database enforces. lib/server/start.ts writes them at every start; until then nothing is purged,
-- no slug is released and no role exists.
create table settings (
  id boolean not null default true,
  tenancy_mode text not null default 'multiple',
  -- The built-in roles, which every organization has.
  built_in_roles text[] default '{}',
  -- How long a deleted organization can be restored, and how long a former slug stays reserved for its organization.
  restorable_days integer,
  slug_kept_days integer,
  -- How long after a token's expiry its index in the status list still counts.
  token_grace_seconds integer,

  constraint settings_pkey primary key (id),
  constraint settings_one_row check (id),
  constraint settings_tenancy_mode check (tenancy_mode in ('multiple', 'single'))
);
insert into settings default values;
call private.open_to('settings', 'identity', 'select, update (built_in_roles, restorable_days, slug_kept_days, token_grace_seconds)');
call private.open_to('settings', 'janitor', 'select');
call private.open_to('settings', 'access', 'select');
call private.open_to('settings', 'integrity', 'select, update (tenancy_mode)');

create function private.is_built_in_role(p_key text) returns boolean language sql stable as $$
  select p_key = any(built_in_roles) from public.settings
$$;
alter function private.is_built_in_role owner to integrity;

-- A person. Memberships connect people to organizations. An organization sees only its members (0003_tenancy), and never a
-- password hash.
create table users (
  id text not null default type_id('user'),
  name text not null,
  email text not null,
  password_hash text,
  image_url text,
  email_verified_at timestamptz(3),
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  organization_name text,

  constraint users_pkey primary key (id),
  constraint users_email_normalized check (email = lower(email) and octet_length(email) <= 254)
);
create unique index users_email_key on users (email);
call private.open_to('users', 'identity', 'select, insert, update, delete');
call private.open_to('users', 'access', 'select (id, name, email, email_verified_at)');
call private.open_to('users', 'integrity', 'select (id, name, email)');
grant select (id, name, email, image_url, email_verified_at, created_at) on users to tenant, person, janitor;

-- One sign-in in one browser. The cookie carries only its id, so ending the row ends the sign-in.
create table sessions (
  id text not null default type_id('sess'),
  user_id text not null references users on update cascade on delete cascade,
  active_organization_id text,
  user_agent text,
  ip_address text,
  authenticated_at timestamptz(3) not null default current_timestamp,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),

  constraint sessions_pkey primary key (id)
);
create index sessions_user_id_idx on sessions (user_id);
create index sessions_active_organization_id_idx on sessions (active_organization_id);
call private.open_to('sessions', 'identity', 'select, insert, update, delete');
call private.open_to('sessions', 'access',
  'select (id, user_id, active_organization_id, authenticated_at, expires_at, ended_at), update (active_organization_id)');

-- A single-use link sent by mail, to verify an address or reset a password. Only the SHA-256 of its secret is stored.
create table email_tokens (
  id text not null default type_id('emt'),
  user_id text not null references users on update cascade on delete cascade,
  purpose text not null,
  token_hash text not null,
  name text,
  password_hash text,
  organization_name text,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,

  constraint email_tokens_pkey primary key (id),
  constraint email_tokens_purpose check (purpose in ('verify_email', 'reset_password'))
);
create unique index email_tokens_token_hash_key on email_tokens (token_hash);
create index email_tokens_user_id_purpose_idx on email_tokens (user_id, purpose);
call private.open_to('email_tokens', 'identity', 'select, insert, update, delete');

-- The outbox. A mail is written in the same transaction as the change it reports and is delivered afterwards. `about` is the
-- organization that sent it. An organization can add mails and see their delivery status, but never their text.
create table emails (
  id text not null default type_id('mail'),
  "to" text not null,
  subject text not null,
  text text not null,
  html text not null,
  status text not null default 'queued',
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz(3) not null default current_timestamp,
  next_attempt_at timestamptz(3) not null default current_timestamp,
  sent_at timestamptz(3),
  about text default current_org(),

  constraint emails_pkey primary key (id),
  constraint emails_status check (status in ('queued', 'sent', 'failed', 'cancelled'))
);
create index emails_to_created_at_idx on emails ("to", created_at);
create index emails_about_idx on emails (about);
create index emails_status_next_attempt_at_idx on emails (status, next_attempt_at);
call private.open_to('emails', 'identity', 'select, insert, update, delete');
call private.open_to('emails', 'integrity', 'select (id, about, status), update (status, text, html)');
create policy own_emails on emails for select to tenant using (about = (select current_org()));
create policy hand_in on emails for insert to tenant with check (about = (select current_org()));
grant select (id, status, attempts, last_error, sent_at, about), insert (id, "to", subject, text, html) on emails to tenant;
create policy purge on emails to janitor using (about = (select current_org()));
grant select (id, about), delete on emails to janitor;

-- A key that signs organization tokens, from its activates_at until that of the next key. The private part is encrypted.
create table signing_keys (
  id text not null,
  public_jwk jsonb not null,
  encrypted_private_key text not null,
  created_at timestamptz(3) not null default current_timestamp,
  activates_at timestamptz(3) not null default current_timestamp,
  revoked_at timestamptz(3),

  constraint signing_keys_pkey primary key (id)
);
call private.open_to('signing_keys', 'identity', 'select, insert, update, delete');
call private.open_to('signing_keys', 'access', 'select (id, activates_at, revoked_at)');

-- Permission sets by hash, for tokens that would be too large with a list of permissions.
create table permission_sets (
  hash text not null,
  permissions text[],

  constraint permission_sets_pkey primary key (hash)
);
call private.open_to('permission_sets', 'identity', 'select, insert');

-- The readiness check compares the applied migrations with those of the code. A shadow database has no such table.
do $$ begin
  if to_regclass('public._prisma_migrations') is not null then
    grant select on _prisma_migrations to identity;
  end if;
end $$;
