// `npm run audit:verify`: checks the chain of every organization's audit log, or of the one that --organization names by its
// slug. Status 1 if one is broken. The database does the work, range by range, with the application's own weak roles. Events cut
// off at the end are not visible from inside, so the newest hash is printed for a later comparison.
import path from 'node:path'
import { createEnvFile, readEnvironment, validate } from './environment.mjs'
import { command, runNode, shutDown } from './processes.mjs'
import { root } from './root.mjs'
import { prepare } from './setup.mjs'

await command(async () => {
  await prepare()
  createEnvFile()
  const { found } = await readEnvironment({ dev: true })
  const env = { ...found, APP_MODE: 'development', NODE_ENV: 'development' }
  const { openForDevelopment } = await import('./database-access.mjs')
  const { url, identityUrl } = await openForDevelopment(await validate(env))
  const urls = { DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl, DATABASE_MIGRATION_URL: '' }
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  const parameters = ['scripts/audit-commands.ts', ...process.argv.slice(2)]
  const { code } = await runNode(tsx, parameters, { env: { ...env, ...urls }, show: true, mayFail: true })
  await shutDown(code)
})
