// Which database a command works on, and with which login: the server process only ever gets the application's weak one.
import { startEmbeddedDatabase } from './database.mjs'
import { loginStrength } from './login-strength.mjs'
import { derivedLogin, loginOf, provisionLogin, tooStrong } from './logins.mjs'
import { migrate, requireMigrated } from './migrate.mjs'
import { step } from './progress.mjs'

/** Development and demo: a migrated database, embedded or named by DATABASE_URL. Out: the URL for the server. */
export async function openForDevelopment(env) {
  if (!env.DATABASE_URL) return openEmbedded(env)
  if (env.DATABASE_MIGRATION_URL) return openAsOwner(env)
  const strength = await loginStrength(env.DATABASE_URL)
  if (!strength) {
    await step('Migrations', () => requireMigrated(env.DATABASE_URL))
    return { url: env.DATABASE_URL }
  }
  await applyTo(env.DATABASE_URL)
  const login = derivedLogin(env.DATABASE_URL, env.AUTH_SECRET)
  const { user } = loginOf(env.DATABASE_URL)
  return step('Database login', async (note) => {
    note(`"${user}" is ${strength}, so the server signs in as "${login.user}"`)
    return { url: await provisionLogin(env.DATABASE_URL, login) }
  })
}

/** Production: never a login that row-level security does not hold against, and migrations only by the owner's own URL. */
export async function openForProduction(env) {
  if (env.DATABASE_MIGRATION_URL) return openAsOwner(env)
  await refuseStrong(env.DATABASE_URL)
  await step('Migrations', () => requireMigrated(env.DATABASE_URL))
  return { url: env.DATABASE_URL }
}

/** The embedded database of DATA_DIR, migrated. `stop` closes it. */
export async function openEmbedded({ DATA_DIR }) {
  const database = await step('Embedded database', () => startEmbeddedDatabase({ dataDir: DATA_DIR || '.data' }))
  await applyTo(database.url)
  return database
}

/** Migrates as the owner and makes the login that DATABASE_URL names, where it is absent. */
export async function openAsOwner({ DATABASE_MIGRATION_URL: owner, DATABASE_URL: url }) {
  await applyTo(owner)
  const login = loginOf(url)
  await step('Database login', async (note) => {
    await provisionLogin(owner, login)
    note(login.user)
  })
  await refuseStrong(url)
  return { url }
}

/** `npm run db:migrate`: as far as the URLs at hand allow. */
export async function migrateOnly(env) {
  const { DATABASE_MIGRATION_URL: owner, DATABASE_URL: url } = env
  if (owner && url) return openAsOwner(env)
  if (owner) return applyTo(owner)
  if (!url) return openEmbedded(env)
  const strength = await loginStrength(url)
  if (!strength) return step('Migrations', () => requireMigrated(url))
  await applyTo(url)
  console.log(`
  DATABASE_URL signs in as "${loginOf(url).user}", ${strength}: good for migrations only. For the application put this URL
  into DATABASE_MIGRATION_URL and into DATABASE_URL the same with a user and password of your choice; then run
  npm run db:migrate again, which makes that login.`)
}

function applyTo(url) {
  return step('Migrations', async (note) => {
    const applied = await migrate(url)
    note(applied.length === 0 ? 'up to date' : `${applied.join(', ')}`)
  })
}

async function refuseStrong(url) {
  const strength = await loginStrength(url)
  if (strength) throw tooStrong(loginOf(url).user, strength)
}
