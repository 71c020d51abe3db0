import { afterAll, beforeAll, expect, it } from 'vitest'
import { draft } from './create-migration.mjs'
import { startEmbeddedDatabase } from './database.mjs'
import { createFreshDatabase } from './fresh-database.mjs'
import { readSchema } from './migration-files.mjs'
import { migrate } from './migrate.mjs'

const drafted = `
  model Draft {
    organizationId String @default(dbgenerated("current_org()")) @map("organization_id")
    id             String @default(dbgenerated("type_id('drft'::text)"))
    total          Int
    @@id([organizationId, id])
    @@map("drafts")
  }
  model Rate {
    currency String @id
    @@map("rates")
  }`

// Its own database: the other tests' database has a table that no migration creates.
let database: { url: string; stop: () => Promise<unknown> }
beforeAll(async () => {
  const server = process.env.TEST_DATABASE_URL
  database = await (server ? createFreshDatabase(server) : startEmbeddedDatabase({ dataDir: null }))
  await migrate(database.url)
})
afterAll(() => database.stop())

it('drafts only the changes, and isolates a new table of an organization', async () => {
  const { path, content } = readSchema()
  const script: string = await draft(database.url, { path, content: content + drafted })
  expect(script.match(/^(CREATE|ALTER|DROP).*/gm)).toEqual(['CREATE TABLE "drafts" (', 'CREATE TABLE "rates" ('])
  expect(script.match(/^call .*/gm)).toEqual([`call isolate('drafts');`])
})

it('finds no difference to the existing migrations', async () => {
  expect(await draft(database.url)).toBe('')
})
