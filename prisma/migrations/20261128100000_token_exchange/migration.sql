-- Exchanges a member's token (RFC 8693) in one statement: authorizes the API key by its secret, then the member's token, and stores
-- the new one. The transaction continues as the key, which is the author of the audit event: neither the token nor its event exists
-- without the other. `access` and the rest are null if the key has ended.
create function exchange_member_token(p_key text, p_secret_hash text, p_session text, p_user text, p_parent text, p_scope text[],
  p_ttl_seconds integer, p_proof text, p_member_proof text)
returns table (key key_access, access member_access, token_id text, status_index bigint, issued_at timestamptz, expires_at timestamptz,
  stored_at timestamptz, signing_keys jsonb)
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  issued record;
begin
  key := authorize_key(p_key, p_secret_hash, null, null, null, true, p_proof);
  if key.status = 'ok' then
    select * into issued from issue_member_token(p_session, p_user, key.organization_id, p_parent, p_scope, p_ttl_seconds, false,
      p_member_proof);
    access := issued.access;
    token_id := issued.token_id;
    status_index := issued.status_index;
    issued_at := issued.issued_at;
    expires_at := issued.expires_at;
    stored_at := issued.stored_at;
    signing_keys := issued.signing_keys;
    perform private.set_context(key.organization_id, p_key);
  end if;
  return next;
end $$;
grant create on schema public to access;
alter function exchange_member_token owner to access;
revoke create on schema public from access;
