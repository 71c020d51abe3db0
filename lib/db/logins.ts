// Checks the strength of the database logins: as owner or superuser, one forgotten policy would expose every
// organization, and one login with all roles would remove the separation of organizations and sign-ins.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Login } from './client'
import { ask } from './transaction'

/** Throws if a login bypasses row-level security or has more roles than it needs. */
export async function assertWeakLogins(): Promise<void> {
  await assertWeak('tenant', 'DATABASE_URL')
  await assertWeak('identity', 'DATABASE_IDENTITY_URL')
}

/** Throws if the login of a connection is too strong. In: the connection, and the variable that names it. */
export async function assertWeak(login: Login, variable: string): Promise<void> {
  const text = await fs.readFile(path.join(process.cwd(), 'prisma/login-strength.sql'), 'utf8')
  const statement = { text, values: [null, login === 'replica' ? 'tenant' : login] }
  const [found] = await ask<{ login: string; refusal: string | null }>(login, () => statement)
  const { login: user, refusal } = found!
  if (!refusal) return
  throw new Error(
    `${variable} signs in as "${user}", ${refusal}: row-level security would not hold. Give the application logins of ` +
      'its own, which npm run db:migrate makes; the owner belongs in DATABASE_MIGRATION_URL.',
  )
}
