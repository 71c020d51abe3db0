// Asks prisma/login-strength.sql about a login, as the server does when it starts (lib/db/logins.ts).
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from './connection.mjs'
import { root } from './root.mjs'

const query = fs.readFileSync(path.join(root, 'prisma/login-strength.sql'), 'utf8')

/** In: the URL of a login, and `kind`: tenant or identity. Out: the row that login-strength.sql returns for it. */
export const assessLogin = (url, kind = 'tenant') => withClient(url, (client) => assessRole(client, null, kind))

/** The same on an open connection, for a role that need not exist yet; null for the login of the connection. */
export async function assessRole(client, role, kind) {
  const { rows } = await client.query(query, [role, kind])
  return rows[0]
}
