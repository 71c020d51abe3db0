// Makes the application's two logins. Neither owns or inherits anything; one can only become the roles of organizations, the
// other those of people, sign-ins and jobs, so that what goes wrong with one never reaches the other's.
import { hkdfSync } from 'node:crypto'
import pg from 'pg'
import { isLoginRefused, withClient } from './connection.mjs'
import { assessRole } from './login-strength.mjs'
import { underLock } from './migrate.mjs'
import { Problem } from './progress.mjs'

/**
 * Creates missing logins and grants them their roles. In: the URL of the login for organizations; `identity` if the other login
 * should not be derived from it. Out: the URLs of both logins.
 */
export async function provisionLogins(ownerUrl, tenant, identity = identityLogin(tenant)) {
  const logins = { tenant, identity }
  await withClient(ownerUrl, (client) =>
    underLock(client, async () => {
      for (const [kind, { user, password }] of Object.entries(logins)) {
        const { strength, roles } = await assessRole(client, user, kind)
        if (strength) throw tooStrong(user, strength)
        if (!(await canSignIn(signInUrl(ownerUrl, user, password)))) await createOrRenew(client, user, password, roles)
        await grantRoles(client, user, roles)
      }
      await closeDatabase(client)
    }),
  )
  return {
    url: signInUrl(ownerUrl, tenant.user, tenant.password),
    identityUrl: signInUrl(ownerUrl, identity.user, identity.password),
  }
}

/** The second login, derived from the first, so that it needs no settings. */
export function identityLogin({ user, password }) {
  const secret = hkdfSync('sha256', password ?? '', user, 'identity login', 24)
  return { user: `${user.slice(0, 54)}_identity`, password: Buffer.from(secret).toString('base64url') }
}

/** The URL of the second login, if only the first is set. */
export function identityUrlOf(url) {
  const { user, password } = identityLogin(loginOf(url))
  return signInUrl(url, user, password)
}

/** The login if only the owner's URL is set. Its name and password are derived from the secret, so they stay the same. */
export function derivedLogin(ownerUrl, secret) {
  const { database } = new pg.Client({ connectionString: ownerUrl })
  const user = `app_${database}`.slice(0, 63)
  const password = Buffer.from(hkdfSync('sha256', secret, user, 'database login', 24)).toString('base64url')
  return { user, password }
}

/** The user and password of a URL, decoded. */
export function loginOf(url) {
  const { user, password } = new pg.Client({ connectionString: url })
  return { user, password }
}

export const tooStrong = (user, strength) =>
  new Problem(
    `DATABASE_URL signs in as "${user}", ${strength}: row-level security would not hold against it. Put this URL into ` +
      `DATABASE_MIGRATION_URL, and into DATABASE_URL a login of its own, which npm run db:migrate makes.`,
  )

async function canSignIn(url) {
  try {
    return await withClient(url, () => true)
  } catch (error) {
    if (isLoginRefused(error)) return false
    throw error
  }
}

async function createOrRenew(client, user, password, roles) {
  const secret = password ? `password ${pg.escapeLiteral(password)}` : ''
  const attributes = `login noinherit nosuperuser nocreatedb nocreaterole nobypassrls ${secret}`
  try {
    await client.query(`create role ${pg.escapeIdentifier(user)} ${attributes}`)
  } catch (error) {
    // The role exists with another password, or the migration of another database is creating it now, because roles belong to the
    // whole server.
    if (!['42710', '23505'].includes(error.code)) throw cannot(user, error, roles)
    await client.query(`alter role ${pg.escapeIdentifier(user)} login ${secret}`).catch((reason) => {
      throw cannot(user, reason, roles)
    })
  }
}

// Grants only what is missing, so that an owner who may not grant can still migrate after a superuser has granted the roles.
async function grantRoles(client, user, roles) {
  const { rows } = await client.query(
    `select bool_and(pg_has_role($1, r, 'member')) as has_roles,
            exists (select from pg_database d, aclexplode(d.datacl) a where d.datname = current_database()
              and a.grantee = (select oid from pg_roles where rolname = $1) and a.privilege_type = 'CONNECT') as connects,
            current_database() as database
     from unnest($2::text[]) r`,
    [user, roles],
  )
  const [{ has_roles: hasRoles, connects, database }] = rows
  const login = pg.escapeIdentifier(user)
  try {
    if (!hasRoles) await client.query(`grant ${roles.join(', ')} to ${login}`)
    if (!connects) await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${login}`)
  } catch (error) {
    throw cannot(user, error, roles)
  }
}

// Roles belong to the whole server, so the logins of another database of this product must not connect to this one. A temporary
// table, which every login may create by default, could pass for one of ours.
async function closeDatabase(client) {
  const { rows } = await client.query(
    `select current_database() as name, has_database_privilege('public', current_database(), 'temporary, connect') as is_open`,
  )
  const [{ name, is_open: isOpen }] = rows
  if (isOpen) await client.query(`revoke temporary, connect on database ${pg.escapeIdentifier(name)} from public`)
}

const cannot = (user, { message }, roles) =>
  new Problem(
    `The login "${user}" could not be made: ${message}. Make it as a superuser: create role ${pg.escapeIdentifier(
      user,
    )} login noinherit password '…'; grant ${roles.join(', ')} to ${pg.escapeIdentifier(user)};`,
  )

function signInUrl(ownerUrl, user, password) {
  const url = new URL(ownerUrl)
  if (!url.hostname) {
    // The URL of a socket has no host, so the login goes into the query.
    url.searchParams.set('user', user)
    url.searchParams.set('password', password ?? '')
  } else {
    url.username = encodeURIComponent(user)
    url.password = encodeURIComponent(password ?? '')
  }
  return url.href
}
