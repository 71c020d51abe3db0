// The guards that `--mutate` removes one at a time: where each is, and what stands there without it. A text that is not found exactly
// once fails the run, so that this table follows the code.
//   in a migration   `without` replaces the text in a scratch database
//   anywhere else    `without` uses OFF, which is true only while this guard is removed, so that one build has all of them
// `http`: the targets that are attacked then; without it the part on the database must notice.
import { databaseGuards } from './database-guards.mjs'

const access = 'prisma/migrations/0007_access/migration.sql'
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
    find: `
      and s.ended_at is null and s.expires_at > now();
  a.custom_roles`,
    without: `;
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
    find: `where v.id = p_invitation and v.email = proven_address;`,
    without: `where v.id = p_invitation;`,
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
    http: /^no member grants/,
  },
  {
    name: 'who may give a role its permissions',
    file: 'lib/roles/commands.ts',
    find: `  const missing = lackedBy(session, permissions)
  if (missing.length === 0) return`,
    without: `  const missing = lackedBy(session, permissions)
  if (missing.length === 0 || OFF) return`,
    http: /^no member grants/,
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

export const guards = [...databaseGuards, ...inAccessCheck, ...inApplication]

export const isMigration = ({ file }) => file.startsWith('prisma/migrations/')
