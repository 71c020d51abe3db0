-- The sample resource: replace it with your own.
create table projects (
  organization_id text not null default current_org() references organizations on update cascade on delete cascade,
  id text not null default type_id('proj'),
  name text not null,
  description text not null default '',
  archived_at timestamptz(3),
  created_by text references users on update cascade on delete set null,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,

  constraint projects_pkey primary key (organization_id, id)
);
create index projects_organization_id_created_at_id_idx on projects (organization_id, created_at desc, id desc);
create index projects_created_by_idx on projects (created_by);
call isolate('projects');
