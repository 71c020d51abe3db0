// Chooses the database and the login of a command. The server process only gets the application's weak logins.
import path from 'node:path'
import { holderOf } from './data-lock.mjs'
import { startEmbeddedDatabase } from './database.mjs'
import { assessLogin } from './login-strength.mjs'
import { derivedLogin, identityUrlOf, loginOf, provisionLogins, tooStrong } from './logins.mjs'
import { migrate, requireMigrated } from './migrate.mjs'
import { OtherHistory } from './migration-history.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'

/** Development and demo: a migrated database, embedded or named by DATABASE_URL. Out: the URLs of the server's two logins. */
export async function openForDevelopment(env) {
  if (!env.DATABASE_URL) return openEmbedded(env)
  if (env.DATABASE_MIGRATION_URL) return openAsOwner(env)
  const { strength } = await assessLogin(env.DATABASE_URL)
  if (!strength) {
    await step('Migrations', () => requireMigrated(identityOf(env)))
    return { url: env.DATABASE_URL, identityUrl: identityOf(env) }
  }
  await applyTo(env.DATABASE_URL)
  const login = derivedLogin(env.DATABASE_URL, env.AUTH_SECRET)
  const { user } = loginOf(env.DATABASE_URL)
  return step('Database login', async (note) => {
    note(`"${user}" is ${strength}, so the server signs in as "${login.user}"`)
    return provisionLogins(env.DATABASE_URL, login)
  })
}

/** A command: as for development, but if a running server holds the embedded database, the command connects to that one. */
export async function openForCommand(env) {
  const running = env.DATABASE_URL ? null : await findRunning(env)
  if (!running) return openForDevelopment(env)
  await noteRunning(env)
  await withHint(env, () => step('Migrations', () => requireMigrated(running.identityUrl)))
  return running
}

/** The embedded database of DATA_DIR if a server holds it, else null. */
export async function findRunning(env) {
  const holder = await holderOf(path.resolve(root, dataFolder(env), 'postgres.lock'))
  return holder?.url ? { url: holder.url, identityUrl: holder.url } : null
}

/** Where the embedded database is, as the settings say it. */
export const dataFolder = ({ DATA_DIR }) => DATA_DIR || '.data'

const noteRunning = (env) =>
  step('Embedded database', (note) => note(`in ${dataFolder(env)}, which a running server has open`))

// Only the embedded database can be deleted so easily.
async function withHint(env, work) {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OtherHistory)
      error.message += ` To begin again without its data: stop \`npm run dev\`, delete ${dataFolder(env)}, and start.`
    throw error
  }
}

/** Production: refuses a login that can bypass row-level security, and migrates only with the owner's URL. */
export async function openForProduction(env) {
  if (env.DATABASE_MIGRATION_URL) return openAsOwner(env)
  await refuseStrong(env.DATABASE_URL)
  await step('Migrations', () => requireMigrated(identityOf(env)))
  return { url: env.DATABASE_URL, identityUrl: identityOf(env) }
}

const identityOf = ({ DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl }) => identityUrl ?? identityUrlOf(url)

/** The embedded database of DATA_DIR, migrated. `stop` closes it. */
async function openEmbedded(env) {
  const dataDir = dataFolder(env)
  const database = await step('Embedded database', (note) => {
    note(`in ${dataDir}`)
    return startEmbeddedDatabase({ dataDir })
  })
  await withHint(env, () => applyTo(database.url))
  return { ...database, identityUrl: database.url }
}

/** Migrates as the owner and makes the logins that DATABASE_URL and DATABASE_IDENTITY_URL name, if they do not exist. */
async function openAsOwner(env) {
  const { DATABASE_MIGRATION_URL: owner, DATABASE_URL: url } = env
  const identityUrl = identityOf(env)
  await applyTo(owner)
  await step('Database logins', async (note) => {
    await provisionLogins(owner, loginOf(url), loginOf(identityUrl))
    note(`${loginOf(url).user}, ${loginOf(identityUrl).user}`)
  })
  await refuseStrong(url)
  await refuseStrong(identityUrl, 'identity')
  return { url, identityUrl }
}

/** `npm run db:migrate`: migrates with the owner's URL, and creates the logins if DATABASE_URL is set, too. */
export async function migrateOnly(env) {
  const { DATABASE_MIGRATION_URL: owner, DATABASE_URL: url } = env
  if (owner && url) return openAsOwner(env)
  if (owner) return applyTo(owner)
  if (!url) {
    const running = await findRunning(env)
    if (!running) return openEmbedded(env)
    await noteRunning(env)
    return withHint(env, () => applyTo(running.url))
  }
  const { strength } = await assessLogin(url)
  if (!strength) return step('Migrations', () => requireMigrated(identityOf(env)))
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

async function refuseStrong(url, kind) {
  const { refusal } = await assessLogin(url, kind)
  if (refusal) throw tooStrong(loginOf(url).user, refusal)
}
