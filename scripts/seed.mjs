// `npm run db:seed`: the demo data, into the database that development would use.
//   --members 10000   and an organization with so many
import { createEnvFile, readEnvironment, validate } from './environment.mjs'
import { command, shutDown } from './processes.mjs'
import { prepare } from './setup.mjs'

await command(async () => {
  await prepare()
  createEnvFile()
  const { found } = await readEnvironment({ dev: true })
  const given = { ...found, APP_MODE: 'development', NODE_ENV: 'development' }
  const env = await validate(given)
  const { openForDevelopment } = await import('./database-access.mjs')
  const { seed } = await import('./seeding.mjs')
  const { url } = await openForDevelopment(env)
  console.log(await seed({ ...given, DATABASE_URL: url, DATABASE_MIGRATION_URL: '' }))
  await shutDown(0)
})
