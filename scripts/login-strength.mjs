// Which logins the application must not sign in with: prisma/login-strength.sql says why, here and at the server's start.
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from './connection.mjs'
import { isEmbedded } from './database.mjs'
import { root } from './root.mjs'

const query = fs.readFileSync(path.join(root, 'prisma/login-strength.sql'), 'utf8')

/** The roles that each of the application's two logins may become, and no other. */
export const rolesOf = { tenant: ['tenant', 'person'], identity: ['identity', 'janitor'] }

/** Null for a login that row-level security holds against, else what makes it too strong. */
export function loginStrength(url, kind = 'tenant') {
  return withClient(url, async (client) => {
    const { rows } = await client.query('select version() as version, session_user::text as login')
    return isEmbedded(rows[0].version) ? null : roleStrength(client, rows[0].login, kind)
  })
}

/** The same for a role by name; null also where there is no such role. */
export async function roleStrength(client, role, kind = 'tenant') {
  const { rows } = await client.query(query, [role, rolesOf[kind]])
  return rows[0]?.strength ?? null
}
