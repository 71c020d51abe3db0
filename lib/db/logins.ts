// Checks the strength of the database logins: as owner or superuser, one forgotten policy would expose every
// organization, and one login with all roles would remove the separation of organizations and sign-ins.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Login } from './client'
import { ask } from './transaction'

// The embedded database has only a superuser; scoped transactions switch to a weak role.
const embedded = /wasm|emscripten|emcc|pglite/i

// The roles that each login may take, which scripts/logins.mjs grants.
const rolesOf = { tenant: ['tenant', 'person'], identity: ['identity', 'janitor'] } as const

/** Throws if a login bypasses row-level security or has more roles than it needs. */
export async function assertWeakLogins(): Promise<void> {
  await assertWeak('tenant', 'DATABASE_URL')
  await assertWeak('identity', 'DATABASE_IDENTITY_URL')
}

async function assertWeak(login: Login, variable: string): Promise<void> {
  const [server] = await ask<{ user: string; version: string }>(login, () => ({
    text: 'select session_user::text as user, version() as version',
    values: [],
  }))
  if (embedded.test(server!.version)) return
  const text = await fs.readFile(path.join(process.cwd(), 'prisma/login-strength.sql'), 'utf8')
  const values = [server!.user, rolesOf[login]]
  const [found] = await ask<{ strength: string | null; makes_temporary_tables: boolean }>(login, () => ({
    text,
    values,
  }))
  const strength = found!.strength ?? (found!.makes_temporary_tables ? 'able to make temporary tables' : null)
  if (!strength) return
  throw new Error(
    `${variable} signs in as "${server!.user}", ${strength}: row-level security would not hold. Give the application logins of ` +
      'its own, which npm run db:migrate makes; the owner belongs in DATABASE_MIGRATION_URL.',
  )
}
