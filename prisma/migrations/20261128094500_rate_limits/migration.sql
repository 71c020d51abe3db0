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
