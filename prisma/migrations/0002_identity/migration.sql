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
  -- A session ends when it was not used for some days, at the latest some days after its sign-in.
  session_days integer not null default 30,
  session_idle_days integer not null default 14,

  constraint settings_pkey primary key (id),
  constraint settings_one_row check (id),
  constraint settings_tenancy_mode check (tenancy_mode in ('multiple', 'single'))
);
insert into settings default values;
call private.open_to('settings', 'identity', 'select, update (built_in_roles, restorable_days, slug_kept_days, token_grace_seconds,
  session_days, session_idle_days)');
call private.open_to('settings', 'janitor', 'select');
call private.open_to('settings', 'access', 'select');
call private.open_to('settings', 'integrity', 'select, update (tenancy_mode)');

create function private.is_built_in_role(p_key text) returns boolean language plpgsql stable as $$
begin
  return (select p_key = any(built_in_roles) from public.settings);
end $$;
alter function private.is_built_in_role owner to integrity;

-- A person. Memberships connect people to organizations. An organization sees only its members (0003_tenancy), and never a
-- password hash.
--   contested_at             when they proved an address with which others had signed up, too. They see and accept an invitation only
--                            by its secret until they prove the address once more by resetting the password
--   time_zone                in which times are shown to them
--   locale                   the language and region in whose way dates and numbers are written for them
--   default_organization_id  the one that they want to begin in, always one that they belong to (0003_tenancy)
--   muted_notices            the mails about their account that they do not want (lib/mail/notices.ts)
--   deleted_at               when they deleted their account. It is gone after some days, until which signing in takes it back
--   session_epoch            raised when their sessions end together, which also ends a sign-in that has not become a session yet
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
  contested_at timestamptz(3),
  time_zone text not null default 'UTC',
  locale text not null default 'en-US',
  default_organization_id text,
  muted_notices text[] default '{}',
  deleted_at timestamptz(3),
  session_epoch integer not null default 0,

  constraint users_pkey primary key (id),
  constraint users_email_normalized check (email = lower(email) and octet_length(email) <= 254)
);
create unique index users_email_key on users (email);
create index users_default_organization_id_idx on users (default_organization_id);
create index users_deleted_at_idx on users (deleted_at) where deleted_at is not null;
call private.open_to('users', 'identity', 'select, insert, update, delete');
call private.open_to('users', 'access', 'select (id, name, email, image_url, email_verified_at, contested_at, time_zone, locale, deleted_at)');
call private.open_to('users', 'integrity', 'select (id, name, email, default_organization_id, deleted_at), update (default_organization_id)');
grant select (id, name, email, image_url, email_verified_at, created_at) on users to tenant, person, janitor;
grant select (muted_notices, deleted_at) on users to tenant;
grant select (deleted_at) on users to person;

-- A person's picture, re-encoded from the upload. hash is the SHA-256 of its bytes.
create table user_pictures (
  user_id text not null references users on update cascade on delete cascade,
  hash text not null,
  bytes bytea not null,

  constraint user_pictures_pkey primary key (user_id)
);
call private.open_to('user_pictures', 'identity', 'select, insert, update, delete');

-- One sign-in in one browser. The cookie carries only its id and cookie_version, so ending the row ends the sign-in. A higher version
-- ends every copy of the cookie; the browser gets a new one. expires_at is the earlier of the two ends that `settings` has; each use
-- moves it. amr: how it was signed in or confirmed (RFC 8176, and `fed` for a provider, which has no
-- registered name).
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
  last_seen_at timestamptz(3) not null default current_timestamp,
  amr text[] not null default '{}',
  cookie_version integer not null default 1,

  constraint sessions_pkey primary key (id)
);
-- With the id, so that the access check reads one row by this index, too, however many sessions the person has.
create index sessions_user_id_id_idx on sessions (user_id, id);
create index sessions_active_organization_id_idx on sessions (active_organization_id);
call private.open_to('sessions', 'identity', 'select, insert, update, delete');
call private.open_to('sessions', 'access',
  'select (id, user_id, active_organization_id, authenticated_at, created_at, expires_at, ended_at, last_seen_at, amr,
    cookie_version), update (active_organization_id, last_seen_at, expires_at)');

-- A single-use link sent by mail, to verify, change or take back an address, or reset a password. Only the SHA-256 of its secret is
-- stored. email: the new address until it is proven, and the former one while the change can be undone.
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
  email text,

  constraint email_tokens_pkey primary key (id),
  constraint email_tokens_purpose check (purpose in ('verify_email', 'reset_password', 'change_email', 'undo_email')),
  constraint email_tokens_email
    check ((email is not null) = (purpose in ('change_email', 'undo_email')) and email = lower(email))
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
  constraint emails_status check (status in ('queued', 'sent', 'failed', 'canceled'))
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

-- An account at an identity provider with which a person signs in. It is known by its issuer and subject only: the address is what the
-- provider said when it was connected.
create table connections (
  id text not null default type_id('conn'),
  user_id text not null references users on update cascade on delete cascade,
  issuer text not null,
  subject text not null,
  email text,
  created_at timestamptz(3) not null default current_timestamp,
  last_used_at timestamptz(3) not null default current_timestamp,

  constraint connections_pkey primary key (id)
);
create unique index connections_issuer_subject_key on connections (issuer, subject);
create index connections_user_id_idx on connections (user_id);
call private.open_to('connections', 'identity', 'select, insert, update (last_used_at), delete');

-- A mailed code of six digits, to be typed in the browser that asked for it: a sealed cookie there has the id. user_id: null for an
-- address without an account, for which no code fits. Only a keyed hash of the code is stored.
create table sign_in_codes (
  id text not null default type_id('code'),
  user_id text references users on update cascade on delete cascade,
  code_hash text not null,
  attempts integer not null default 0,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,

  constraint sign_in_codes_pkey primary key (id)
);
create index sign_in_codes_user_id_idx on sign_in_codes (user_id);
create index sign_in_codes_expires_at_idx on sign_in_codes (expires_at);
call private.open_to('sign_in_codes', 'identity', 'select, insert, update (attempts), delete');

-- Proofs of work (SIGN_UP_PROOF_OF_WORK) that were used, by the signature of their challenge, until they expire: each is for one sign-up.
create table used_proofs (
  signature text not null,
  expires_at timestamptz(3) not null,

  constraint used_proofs_pkey primary key (signature)
);
create index used_proofs_expires_at_idx on used_proofs (expires_at);
call private.open_to('used_proofs', 'identity', 'select, insert, delete');

-- The secret of a person's authenticator app, encrypted under AUTH_SECRET. It counts once a code has confirmed it. last_step: the time step
-- of the last code that was used, so that no code works twice.
create table totp_secrets (
  user_id text not null references users on update cascade on delete cascade,
  encrypted_secret text not null,
  created_at timestamptz(3) not null default current_timestamp,
  confirmed_at timestamptz(3),
  last_step bigint,

  constraint totp_secrets_pkey primary key (user_id)
);
call private.open_to('totp_secrets', 'identity', 'select, insert, update, delete');
call private.open_to('totp_secrets', 'access', 'select (user_id, confirmed_at)');

-- A passkey (WebAuthn). Its private key never leaves the person's device. counter: the number of signatures that the device reported last.
create table passkeys (
  id text not null default type_id('pk'),
  user_id text not null references users on update cascade on delete cascade,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  is_synced boolean not null,
  name text not null,
  created_at timestamptz(3) not null default current_timestamp,
  last_used_at timestamptz(3),

  constraint passkeys_pkey primary key (id)
);
create unique index passkeys_credential_id_key on passkeys (credential_id);
create index passkeys_user_id_idx on passkeys (user_id);
call private.open_to('passkeys', 'identity', 'select, insert, update, delete');
call private.open_to('passkeys', 'access', 'select (user_id)');

-- Codes for a person who has lost their device. Each works once: using it deletes the row. Only an HMAC under AUTH_SECRET is stored.
create table recovery_codes (
  user_id text not null references users on update cascade on delete cascade,
  code_hash text not null,

  constraint recovery_codes_pkey primary key (user_id, code_hash)
);
call private.open_to('recovery_codes', 'identity', 'select, insert, delete');

-- A sign-in that has passed its first factor and waits for the second. It is no session: no access check knows it. Only the SHA-256 of the
-- browser's secret is stored.
create table pending_sign_ins (
  secret_hash text not null,
  user_id text not null references users on update cascade on delete cascade,
  method text not null,
  expires_at timestamptz(3) not null,

  constraint pending_sign_ins_pkey primary key (secret_hash),
  constraint pending_sign_ins_method check (method in ('pwd', 'otp', 'fed'))
);
create index pending_sign_ins_user_id_idx on pending_sign_ins (user_id);
create index pending_sign_ins_expires_at_idx on pending_sign_ins (expires_at);
call private.open_to('pending_sign_ins', 'identity', 'select, insert, delete');

-- The challenges of passkeys that were answered, until they expire, so that each is answered once.
create table used_challenges (
  challenge text not null,
  expires_at timestamptz(3) not null,

  constraint used_challenges_pkey primary key (challenge)
);
create index used_challenges_expires_at_idx on used_challenges (expires_at);
call private.open_to('used_challenges', 'identity', 'select, insert, delete');

-- What the rate limits have counted (lib/requests/limit-store.ts), unless Redis keeps it. Unlogged, because counting must be cheap:
-- after a crash of Postgres every limit starts anew.
create unlogged table rate_limits (
  -- The name of the limit, and a keyed hash of what it counts: no address is stored.
  key text not null,
  points integer not null,
  -- In milliseconds since 1970.
  expire bigint,

  constraint rate_limits_pkey primary key (key)
) with (fillfactor = 70);
call private.open_to('rate_limits', 'identity', 'select, insert, update, delete');
