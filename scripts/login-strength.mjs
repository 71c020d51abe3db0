// Asks prisma/login-strength.sql about a login, as the server does when it starts (lib/db/logins.ts).
import fs from 'node:fs'
import path from 'node:path'
import { withClient } from './connection.mjs'
import { root } from './root.mjs'

const query = fs.readFileSync(path.join(root, 'prisma/login-strength.sql'), 'utf8')

/** What the file says of the login of a URL. `kind`: tenant or identity. */
export const assessLogin = (url, kind = 'tenant') => withClient(url, (client) => assessRole(client, null, kind))

/** The same of a role by its name, which need not exist yet. */
export async function assessRole(client, role, kind) {
  const { rows } = await client.query(query, [role, kind])
  return rows[0]
}
