-- The table of the resource that exists in tests alone (lib/testing/notes.ts), made as a migration of a resource makes its table.
create table notes (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('note'),
  name text not null,
  description text not null default '',
  archived_at timestamptz(3),
  created_by text references users on update cascade on delete set null,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,

  constraint notes_pkey primary key (organization_id, id)
);
create index notes_organization_id_created_at_id_idx on notes (organization_id, created_at desc, id desc);
create index notes_created_by_idx on notes (created_by);
call isolate('notes');
