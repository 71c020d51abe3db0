// The guards of the database that `--mutate` removes; the part on the database must notice each (guards.mjs has the rest).

const migration = (name) => `prisma/migrations/${name}/migration.sql`
const [foundation, identity, tenancy, tokens, audit, access] = [
  '0001_foundation',
  '0002_identity',
  '0003_tenancy',
  '0004_tokens',
  '0005_audit',
  '0007_access',
].map(migration)

export const databaseGuards = [
  {
    name: 'row-level security of an organization’s table',
    file: foundation,
    find: `  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_isolation`,
    without: `  execute format('create policy tenant_isolation`,
  },
  {
    name: 'row-level security for the owner, too',
    file: foundation,
    find: `  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_isolation`,
    without: `  execute format('create policy tenant_isolation`,
  },
  {
    name: 'which rows an organization sees',
    file: foundation,
    find: `create policy tenant_isolation on %s to tenant using (organization_id = (select current_org())) '`,
    without: `create policy tenant_isolation on %s to tenant using (true) '`,
  },
  {
    name: 'which rows an organization writes',
    file: foundation,
    find: `    'with check (organization_id = (select current_org()))', target);
  execute format('grant select, insert, update, delete on %s to tenant', target);`,
    without: `    'with check (true)', target);
  execute format('grant select, insert, update, delete on %s to tenant', target);`,
  },
  {
    name: 'which rows a job sees',
    file: foundation,
    find: `create policy janitor_isolation on %s to janitor using (organization_id = (select current_org())) '`,
    without: `create policy janitor_isolation on %s to janitor using (true) '`,
  },
  {
    name: 'the isolation of one table',
    file: tenancy,
    find: `call isolate('roles');`,
    without: `grant select, insert, update, delete on roles to tenant;`,
  },
  {
    name: 'the signature of a context',
    file: foundation,
    find: `case when parts[3] = private.sign_context(parts[1], parts[2]) then parts end`,
    without: `parts`,
  },
  {
    name: 'a context of this transaction only',
    file: foundation,
    find: `concat_ws(' ', p_scope, p_actor, pg_backend_pid(), extract(epoch from transaction_timestamp()))`,
    without: `concat_ws(' ', p_scope, p_actor)`,
  },
  {
    name: 'the private schema',
    file: foundation,
    find: `grant usage, create on schema private to access, integrity;`,
    without: `grant usage, create on schema private to access, integrity; grant usage on schema private to public;`,
  },
  {
    name: 'the application’s key for the sign-in login only',
    file: foundation,
    find: `revoke execute on function application_key from public;`,
    without: ``,
  },
  {
    name: 'the proof of an access check',
    file: access,
    find: `  if p_proof is distinct from private.hmac('application', array_to_string(p_arguments, chr(31), '')) then`,
    without: `  if false then`,
  },
  {
    name: 'no new objects by the owners of functions',
    file: access,
    find: `revoke create on schema public, private from access, integrity;`,
    without: ``,
  },
  {
    name: 'which organization an organization is',
    file: tenancy,
    find: `create policy own_organization on organizations to tenant
  using (id = (select current_org())) with check (id = (select current_org()));`,
    without: `create policy own_organization on organizations to tenant using (true) with check (true);`,
  },
  {
    name: 'which people an organization sees',
    file: tenancy,
    find: `create policy co_members on users for select to tenant using (
  exists (select from memberships m where m.organization_id = (select current_org()) and m.user_id = users.id offset 0));`,
    without: `create policy co_members on users for select to tenant using (true);`,
  },
  {
    name: 'which memberships a person sees',
    file: tenancy,
    find: `create policy mine_and_my_inviters on memberships for select to person using (user_id = (select current_person())
  or (organization_id, user_id) in (select i.organization_id, i.invited_by from invitations i));`,
    without: `create policy mine_and_my_inviters on memberships for select to person using (true);`,
  },
  {
    name: 'which invitations a person sees',
    file: tenancy,
    find: `create policy addressed_to_me on invitations for select to person using (email = (select current_address()));`,
    without: `create policy addressed_to_me on invitations for select to person using (true);`,
  },
  {
    name: 'which transfers a person sees',
    file: tenancy,
    find: `create policy offered_to_me on ownership_transfers for select to person using (user_id = (select current_person()));`,
    without: `create policy offered_to_me on ownership_transfers for select to person using (true);`,
  },
  {
    name: 'an organization is purged only when it is due',
    file: tenancy,
    find: `for delete to janitor using (id = (select current_org())
  and deleted_at < now() - make_interval(days => (select restorable_days from settings)));`,
    without: `for delete to janitor using (id = (select current_org()));`,
  },
  {
    name: 'password hashes out of reach',
    file: identity,
    find: `grant select (id, name, email, image_url, email_verified_at, created_at) on users to tenant, person, janitor;`,
    without: `grant select on users to tenant, person, janitor;`,
  },
  {
    name: 'which mails an organization sees',
    file: identity,
    find: `create policy own_emails on emails for select to tenant using (about = (select current_org()));`,
    without: `create policy own_emails on emails for select to tenant using (true);`,
  },
  {
    name: 'mails in one’s own name only',
    file: identity,
    find: `insert (id, "to", subject, text, html) on emails to tenant;`,
    without: `insert on emails to tenant; drop policy hand_in on emails; create policy hand_in on emails for insert to tenant with check (true);`,
  },
  {
    name: 'an owner for every organization',
    file: tenancy,
    find: `create trigger keep_an_owner before delete or update of role on memberships for each row execute function keep_an_owner();`,
    without: ``,
  },
  {
    name: 'an owner who stays',
    file: tenancy,
    find: `create trigger keep_owned_organizations before update of deleted_at on users for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function keep_owned_organizations();`,
    without: ``,
  },
  {
    name: 'roles that exist in this organization',
    file: tenancy,
    find: `create trigger check_role_exists before insert or update of role on memberships for each row execute function check_role_exists();`,
    without: ``,
  },
  {
    name: 'no redefinition of a built-in role',
    file: tenancy,
    find: `create trigger keep_role_in_use before insert or delete on roles for each row execute function keep_role_in_use();`,
    without: ``,
  },
  {
    name: 'a former slug stays reserved',
    file: tenancy,
    find: `create trigger reserve_former_slug after insert or update of slug on organizations for each row execute function reserve_former_slug();`,
    without: ``,
  },
  {
    name: 'a session ends its tokens',
    file: tokens,
    find: `create trigger revoke_tokens after update of ended_at on sessions for each row
  when (old.ended_at is null and new.ended_at is not null) execute function revoke_tokens();`,
    without: ``,
  },
  {
    name: 'a membership ends its tokens',
    file: tokens,
    find: `create trigger revoke_tokens after delete on memberships for each row execute function revoke_tokens();`,
    without: ``,
  },
  {
    name: 'a new role ends the tokens of the old one',
    file: tokens,
    find: `create trigger revoke_tokens_of_role after update of role on memberships for each row when (old.role <> new.role) execute function revoke_tokens();`,
    without: ``,
  },
  {
    name: 'events that no role changes',
    file: audit,
    find: `grant select on audit_events to tenant;`,
    without: `grant select, update, delete on audit_events to tenant;`,
  },
  {
    name: 'the true actor of an event',
    file: audit,
    find: `create trigger assign_audit_actor before insert on audit_events for each row when (current_user = 'tenant') execute function assign_audit_actor();`,
    without: ``,
  },
  {
    name: 'the chain of events',
    file: audit,
    find: `create trigger chain_audit_event before insert on audit_events for each row execute function chain_audit_event();`,
    without: `create function number_event() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
      new.sequence := (select count(*) + 1 from audit_events where organization_id = new.organization_id); return new; end $$;
      alter function number_event owner to integrity;
      create trigger number_event before insert on audit_events for each row execute function number_event();`,
  },
  {
    name: 'an anchor only where events are due',
    file: audit,
    find: `create trigger check_anchor before update of anchor_sequence, anchor_hash, anchor_at on audit_trails
  for each row execute function check_anchor();`,
    without: ``,
  },
]
