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
