-- The API key that sent an invitation on its creator's behalf, and that of a member who accepted one. Invitations are deleted after a
-- while; the membership keeps the key.
alter table invitations add column api_key_id text;
alter table memberships add column api_key_id text;
create index invitations_organization_id_api_key_id_idx on invitations (organization_id, api_key_id);
create index memberships_organization_id_api_key_id_idx on memberships (organization_id, api_key_id);
-- A key is never deleted, only revoked: whom it brought in must stay visible.
alter table memberships add foreign key (organization_id, api_key_id) references api_keys on update cascade on delete no action;
alter table invitations add foreign key (organization_id, api_key_id) references api_keys on update cascade on delete no action;
