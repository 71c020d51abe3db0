-- The time at which a person proved an address with which others had signed up, too. Such a person sees and accepts an invitation
-- only by its secret, which was mailed to the address, until they prove the address once more by resetting the password.
alter table users add column contested_at timestamptz(3);
grant select (contested_at) on users to access;

-- The address of the person of this transaction if it was proven without contest, or null.
create or replace function current_address() returns text language plpgsql stable parallel restricted security definer
  set search_path = public, pg_temp as $$
begin
  return (select email from users where id = current_person() and email_verified_at is not null and contested_at is null);
end $$;

-- As before, but an invitation is found by its id only for a person whose address was proven without contest.
create or replace function authorize_invitation(p_token_hash text, p_invitation text, p_session text, p_user text, p_hold boolean, p_proof text)
returns invitation_access language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
declare
  a invitation_access;
  i invitations;
  is_deleted boolean;
  proven_address text;
begin
  perform private.check_proof(p_proof, 'invitation', p_token_hash, p_invitation, p_session, p_user);
  if p_session is not null then
    select u.name, u.email, u.email_verified_at is not null,
        case when u.email_verified_at is not null and u.contested_at is null then u.email end
      into a.user_name, a.user_email, a.email_verified, proven_address
      from sessions s join users u on u.id = s.user_id
      where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > now();
    if not found then
      a.status := 'no_session';
      return a;
    end if;
  end if;
  select * into i from invitations v
    where v.token_hash = p_token_hash or p_token_hash is null and v.id = p_invitation and v.email = proven_address;
  if not found then
    a.status := 'not_found';
    return a;
  end if;
  if p_hold then
    select * into i from invitations v where v.organization_id = i.organization_id and v.id = i.id for update;
    if not found then
      a.status := 'not_found';
      return a;
    end if;
  end if;
  select o.id, o.slug, o.name, o.deleted_at is not null, private.custom_roles(o.id), m.user_id, u.name, m.role
    into a.organization_id, a.organization_slug, a.organization_name, is_deleted, a.custom_roles, a.inviter_id, a.inviter_name,
      a.inviter_role
    from organizations o
      left join memberships m on m.organization_id = o.id and m.user_id = i.invited_by left join users u on u.id = m.user_id
    where o.id = i.organization_id;
  a.invitation_id := i.id;
  a.email := i.email;
  a.role := i.role;
  a.expires_at := i.expires_at;
  a.accepted_at := i.accepted_at;
  a.declined_at := i.declined_at;
  a.revoked_at := i.revoked_at;
  a.status := case when is_deleted then 'organization_deleted' else 'ok' end;
  if a.status = 'ok' then
    perform private.set_context(a.organization_id, coalesce(p_user, 'nobody'));
  end if;
  return a;
end $$;
