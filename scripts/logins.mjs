// Makes the application's login: it owns nothing, inherits nothing, and can only become the roles `tenant`,
// `identity` and `janitor`.
import { hkdfSync } from 'node:crypto'
import pg from 'pg'
import { isLoginRefused, withClient } from './connection.mjs'
import { roleStrength } from './login-strength.mjs'
import { underLock } from './migrate.mjs'
import { Problem } from './progress.mjs'

const weakRoles = ['tenant', 'identity', 'janitor']

/** Makes the login where it is absent, gives it its roles, and answers the URL with which it signs in. */
export async function provisionLogin(ownerUrl, { user, password }) {
  const url = signInUrl(ownerUrl, user, password)
  await withClient(ownerUrl, (client) =>
    underLock(client, async () => {
      const strength = await roleStrength(client, user)
      if (strength) throw tooStrong(user, strength)
      if (!(await canSignIn(url))) await createOrRenew(client, user, password)
      await grantRoles(client, user)
    }),
  )
  return url
}

/** The login of a database that only its owner was named for: a name and a password that the secret always gives again. */
export function derivedLogin(ownerUrl, secret) {
  const { database } = new pg.Client({ connectionString: ownerUrl })
  const user = `app_${database}`.slice(0, 63)
  const password = Buffer.from(hkdfSync('sha256', secret, user, 'database login', 24)).toString('base64url')
  return { user, password }
}

/** User and password as a URL names them. */
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

async function createOrRenew(client, user, password) {
  const secret = password ? `password ${pg.escapeLiteral(password)}` : ''
  const attributes = `login noinherit nosuperuser nocreatedb nocreaterole nobypassrls ${secret}`
  try {
    await client.query(`create role ${pg.escapeIdentifier(user)} ${attributes}`)
  } catch (error) {
    // It exists with another password, or another database's migration is making it right now: roles belong to the server.
    if (!['42710', '23505'].includes(error.code)) throw cannot(user, error)
    await client.query(`alter role ${pg.escapeIdentifier(user)} login ${secret}`).catch((reason) => {
      throw cannot(user, reason)
    })
  }
}

// Granted only where lacking, so that an owner who may not grant can still migrate once somebody else has granted.
async function grantRoles(client, user) {
  const { rows } = await client.query(
    `select bool_and(pg_has_role($1, r, 'member')) as has_roles,
            has_database_privilege($1, current_database(), 'connect') as connects, current_database() as database
     from unnest($2::text[]) r`,
    [user, weakRoles],
  )
  const [{ has_roles: hasRoles, connects, database }] = rows
  const login = pg.escapeIdentifier(user)
  try {
    if (!hasRoles) await client.query(`grant ${weakRoles.join(', ')} to ${login}`)
    if (!connects) await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${login}`)
  } catch (error) {
    throw cannot(user, error)
  }
}

const cannot = (user, { message }) =>
  new Problem(
    `The login "${user}" could not be made: ${message}. Make it as a superuser: create role ${pg.escapeIdentifier(
      user,
    )} login noinherit password '…'; grant ${weakRoles.join(', ')} to ${pg.escapeIdentifier(user)};`,
  )

function signInUrl(ownerUrl, user, password) {
  const url = new URL(ownerUrl)
  if (!url.hostname) {
    // A socket's URL has no host, and so no place for a login before it.
    url.searchParams.set('user', user)
    url.searchParams.set('password', password ?? '')
  } else {
    url.username = encodeURIComponent(user)
    url.password = encodeURIComponent(password ?? '')
  }
  return url.href
}
