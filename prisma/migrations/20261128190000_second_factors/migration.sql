-- How a session was signed in or confirmed (RFC 8176, and `fed` for a provider, which has no registered name).
alter table sessions add column amr text[] not null default '{}';
grant select (amr) on sessions to access;

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
