// `npm run db:seed`: writes the demo data to the development database.
//   --members 10000   also adds an organization with this number of members
import { createEnvFile, readEnvironment, validate } from './environment.mjs'
import { command, shutDown } from './processes.mjs'
import { prepare } from './setup.mjs'

await command(async () => {
  await prepare()
  createEnvFile()
  const { found } = await readEnvironment({ dev: true })
  const given = { ...found, APP_MODE: 'development', NODE_ENV: 'development' }
  const env = await validate(given)
  const { openForCommand } = await import('./database-access.mjs')
  const { seed } = await import('./seeding.mjs')
  const { url, identityUrl } = await openForCommand(env)
  const urls = { DATABASE_URL: url, DATABASE_IDENTITY_URL: identityUrl, DATABASE_MIGRATION_URL: '' }
  const accounts = await seed({ ...given, ...urls })
  if (accounts) console.log(accounts)
  await shutDown(accounts ? 0 : 1)
})
