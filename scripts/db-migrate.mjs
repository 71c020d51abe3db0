// `npm run db:migrate`: applies the migrations. `-- --create NAME` drafts one from schema.prisma instead, and
// `-- --rolled-back NAME` lets a failed one be applied again once its leftovers are gone.
import { parseArgs } from 'node:util'
import { readEnvironment } from './environment.mjs'
import { command, shutDown } from './processes.mjs'
import { Problem, step } from './progress.mjs'
import { prepareOperation } from './setup.mjs'

await command(async () => {
  const values = readOptions()
  await prepareOperation()
  const { found } = await readEnvironment({ dev: process.env.NODE_ENV !== 'production' })
  if (values.create) await create(values.create)
  else if (values['rolled-back']) await forget(values['rolled-back'], found)
  else await (await import('./database-access.mjs')).migrateOnly(found)
  await shutDown(0)
})

function readOptions() {
  try {
    return parseArgs({ options: { create: { type: 'string' }, 'rolled-back': { type: 'string' } } }).values
  } catch (error) {
    throw new Problem(`${error.message}\nGive a name: npm run db:migrate -- --create add_plan, or --rolled-back NAME.`)
  }
}

async function create(name) {
  const { createMigration } = await import('./create-migration.mjs')
  await step('New migration', async (note) => note(await createMigration(name)))
}

async function forget(name, found) {
  const { findRunning } = await import('./database-access.mjs')
  const url = found.DATABASE_MIGRATION_URL || found.DATABASE_URL || (await findRunning(found))?.url
  if (!url)
    throw new Problem('--rolled-back needs DATABASE_MIGRATION_URL, DATABASE_URL or a running development server.')
  const { markRolledBack } = await import('./migrate.mjs')
  await step(`Forgetting ${name}`, () => markRolledBack(url, name))
}
