// Runs a TypeScript program of scripts/ with the application's settings, weak logins and packages. If a running server holds the
// embedded database, the program uses that one.
import path from 'node:path'
import { createEnvFile, readEnvironment, validate } from './environment.mjs'
import { runNode, shutDown } from './processes.mjs'
import { root } from './root.mjs'
import { prepareOperation } from './setup.mjs'

/** Ends with the program's status. */
export async function runInApplication(program, args) {
  await prepareOperation()
  const env = await open()
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  const parameters = [path.join('scripts', program), ...args]
  const { code } = await runNode(tsx, parameters, { env, show: true, mayFail: true })
  await shutDown(code)
}

async function open() {
  const dev = process.env.NODE_ENV !== 'production'
  // In production the secret must be the server's, because another one would make keys and logins that the server cannot use.
  if (dev && !(await readEnvironment({ dev })).found.AUTH_SECRET) createEnvFile()
  const { found } = await readEnvironment({ dev })
  // The owner's URL is for migrations only.
  const env = { ...found, APP_MODE: 'development', NODE_ENV: dev ? 'development' : 'production' }
  const settings = await validate({ ...env, DATABASE_MIGRATION_URL: '' })
  const { openForCommand } = await import('./database-access.mjs')
  const { url, identityUrl } = await openForCommand(settings)
  return { ...env, DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl, DATABASE_MIGRATION_URL: '' }
}
