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

-- Whether an address may have an account although sign-up is not open (SIGN_UP): people and sign-ins see no invitations.
create function has_open_invitation(p_email text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from invitations i join organizations o on o.id = i.organization_id
    where i.email = p_email and i.accepted_at is null and i.declined_at is null and i.revoked_at is null and i.expires_at > now()
      and o.deleted_at is null)
$$;
grant create on schema public to access;
alter function has_open_invitation owner to access;
revoke create on schema public from access;
revoke execute on function has_open_invitation from public;
grant execute on function has_open_invitation to identity;
