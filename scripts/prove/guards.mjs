// The guards that `--mutate` removes one at a time: where each is, and what stands there without it. A text that is not found exactly
// once fails the run, so that this table follows the code.
//   in a migration   `without` replaces the text in a scratch database
//   anywhere else    `without` uses OFF, which is true only while this guard is removed, so that one build has all of them
// `http`: the targets that are attacked then; without it the part on the database must notice.

const migration = (name) => `prisma/migrations/${name}/migration.sql`
const [foundation, identity, tenancy, tokens, audit, access] = [
  '0001_foundation',
  '0002_identity',
  '0003_tenancy',
  '0004_tokens',
  '0005_audit',
  '0007_access',
].map(migration)

const inDatabase = [
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
  exists (select from memberships m where m.organization_id = (select current_org()) and m.user_id = users.id));`,
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
    name: 'events that nobody changes',
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

const members = /^\/api\/v1\/members$/

const inAccessCheck = [
  {
    name: 'membership in the access check',
    file: access,
    find: `    when a.role is null then 'not_member'
`,
    without: ``,
    http: /^\/api\/token$|^\/api\/session\/organization$/,
  },
  {
    name: 'a session that has not ended',
    file: access,
    find: `    where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > now();
  a.custom_roles`,
    without: `    where s.id = p_session and s.user_id = p_user;
  a.custom_roles`,
    http: members,
  },
  {
    name: 'a token that has not ended',
    file: access,
    find: `    when p_token is not null and token_lives is not true then 'token_ended'
    when a.lacks_second_factor`,
    without: `    when a.lacks_second_factor`,
    http: members,
  },
  {
    name: 'the organization that a request names',
    file: access,
    find: `  if a.status = 'ok' and not private.refers_to(p_claimed, a.organization_id, a.organization_slug) then`,
    without: `  if false then`,
    http: members,
  },
  {
    name: 'the memberships in a person’s list',
    file: access,
    find: `      where m.user_id = p_user
        and (p_query is null`,
    without: `      where (p_query is null`,
    http: /^\/api\/organizations$/,
  },
  {
    name: 'an invitation by id only for its address',
    file: access,
    find: `p_token_hash is null and v.id = p_invitation and v.email = proven_address;`,
    without: `p_token_hash is null and v.id = p_invitation;`,
    http: /^(accept|decline)MyInvitationAction/,
  },
]

const inApplication = [
  {
    name: 'the permission of a domain function',
    file: 'lib/db/with-org.ts',
    find: `else if (needed !== 'any') assertPermission`,
    without: `else if (needed !== 'any' && !OFF) assertPermission`,
    http: /^\/api\/v1\/(members|roles)$/,
  },
  {
    name: 'who may grant a role',
    file: 'lib/permissions/grants.ts',
    find: `  if (missing.length === 0) return
  const detail = missing`,
    without: `  if (missing.length === 0 || OFF) return
  const detail = missing`,
    http: /^nobody grants/,
  },
  {
    name: 'who may give a role its permissions',
    file: 'lib/roles/commands.ts',
    find: `  const missing = lackedBy(session, permissions)
  if (missing.length === 0) return`,
    without: `  const missing = lackedBy(session, permissions)
  if (missing.length === 0 || OFF) return`,
    http: /^nobody grants/,
  },
  {
    name: 'the origin of a request with a cookie',
    file: 'lib/http.ts',
    find: `  if (isMutation(request)) assertSameOrigin(request.headers, { required: true })
  return ctx`,
    without: `  if (isMutation(request) && !OFF) assertSameOrigin(request.headers, { required: true })
  return ctx`,
    http: /^\/api\/v1\/organization$/,
  },
  {
    name: 'the organization in the header',
    file: 'lib/http.ts',
    find: `const claimedOrganization = request.headers.get('x-organization')`,
    without: `const claimedOrganization = OFF ? null : request.headers.get('x-organization')`,
    http: members,
  },
  {
    name: 'the signature of a token',
    file: 'lib/org-token/claims.ts',
    find: `  const { payload } = await jwtVerify(token, keys, {`,
    without: `  const { payload } = OFF ? { payload: JSON.parse(atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'))) as object } : await jwtVerify(token, keys, {`,
    http: /^\/api\/v1\/me$/,
  },
  {
    name: 'whose session is ended',
    file: 'lib/accounts/my-sessions.ts',
    find: `const where = { id, userId: session.userId, endedAt: null,`,
    without: `const where = { id, ...(OFF ? {} : { userId: session.userId }), endedAt: null,`,
    http: /^\/api\/account\/sessions\/\{id\}$/,
  },
  {
    name: 'whose passkey is removed',
    file: 'lib/accounts/passkeys.ts',
    find: `const where = { id, userId: session.userId }`,
    without: `const where = { id, ...(OFF ? {} : { userId: session.userId }) }`,
    http: /^\/api\/account\/passkeys\/\{id\}$/,
  },
  {
    name: 'whose passkey is renamed',
    file: 'lib/accounts/passkeys.ts',
    find: `db.passkey.updateMany({ where: { id, userId }, data: { name } })`,
    without: `db.passkey.updateMany({ where: { id, ...(OFF ? {} : { userId }) }, data: { name } })`,
    http: /^renamePasskeyAction/,
  },
  {
    name: 'whose connection is removed',
    file: 'lib/accounts/my-connections.ts',
    find: `const where = { id, userId }`,
    without: `const where = { id, ...(OFF ? {} : { userId }) }`,
    http: /^\/api\/account\/connections\/\{id\}$/,
  },
  {
    name: 'the account of an invitation',
    file: 'lib/invitations/answer.ts',
    find: `if (offer.email !== user!.email) throw`,
    without: `if (offer.email !== user!.email && !OFF) throw`,
    http: /^an invitation is for one address/,
  },
  {
    name: 'introspection of one’s own tokens only',
    file: 'lib/org-token/live.ts',
    find: `claims.org_id !== organizationId)) return null`,
    without: `claims.org_id !== organizationId && !OFF)) return null`,
    http: /^an API key ends no token/,
  },
  {
    name: 'a recent sign-in for what lasts',
    file: 'lib/auth/step-up.ts',
    find: `    throw new AppError('reauth_required', { detail })
  }
  assertRecent(session)`,
    without: `    if (!OFF) throw new AppError('reauth_required', { detail })
  }
  if (!OFF) assertRecent(session)`,
    http: /^what lasts/,
  },
]

export const guards = [...inDatabase, ...inAccessCheck, ...inApplication]

export const isMigration = ({ file }) => file.startsWith('prisma/migrations/')
