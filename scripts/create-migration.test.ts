import { expect, it } from 'vitest'
import { draft } from './create-migration.mjs'
import { readSchema } from './migration-files.mjs'

const widget = `
  model Widget {
    organizationId String @default(dbgenerated("current_org()")) @map("organization_id")
    id             String @default(dbgenerated("type_id('wdgt'::text)"))
    total          Int
    @@id([organizationId, id])
    @@map("widgets")
  }
  model Rate {
    currency String @id
    @@map("rates")
  }`

it('drafts only what changed, and isolates a new table of an organization', async () => {
  const { path, content } = readSchema()
  const script: string = await draft(process.env.TEST_OWNER_URL, { path, content: content + widget })
  expect(script.match(/^(CREATE|ALTER|DROP).*/gm)).toEqual(['CREATE TABLE "widgets" (', 'CREATE TABLE "rates" ('])
  expect(script.match(/^call .*/gm)).toEqual([`call isolate('widgets');`])
})

it('agrees with the migrations as they are', async () => {
  expect(await draft(process.env.TEST_OWNER_URL)).toBe('')
})
