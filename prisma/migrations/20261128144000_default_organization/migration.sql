-- The organization that a person wants to begin in.
alter table users add column default_organization_id text;
create index users_default_organization_id_idx on users (default_organization_id);
alter table users add foreign key (default_organization_id) references organizations on update cascade on delete set null;
grant update (default_organization_id) on users to integrity;
grant select (default_organization_id) on users to integrity;

-- It is always one that they belong to.
create function clear_default_organization() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update users set default_organization_id = null where id = old.user_id and default_organization_id = old.organization_id;
  return null;
end $$;
grant create on schema public to integrity;
alter function clear_default_organization owner to integrity;
revoke create on schema public from integrity;
create trigger clear_default_organization after delete on memberships for each row execute function clear_default_organization();
