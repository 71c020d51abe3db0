// This file has its own database, because the demo data goes into an empty one.
import { afterAll, expect, it } from 'vitest'
import { setup } from './test-database.mjs'
import { seed } from './seeding.mjs'

const stop = await setup()
const { asOwner, createUser, endTesting } = await import('@/lib/testing/fixtures')

afterAll(async () => {
  await endTesting()
  await stop()
})

const addresses = async (): Promise<string[]> =>
  (await asOwner<{ email: string }>('select email from users')).map(({ email }) => email)

it('leaves a database with accounts of its own alone, and fills an empty one, more than once', async () => {
  const { id, email } = await createUser()
  expect(await seed(process.env, [])).toBeNull()
  expect(await addresses()).toEqual([email])
  await asOwner('delete from users where id = $1', [id])
  const printed = await seed(process.env, [])
  expect(printed).toMatch(/olga@example\.com +owner of Acme Corp/)
  expect(await seed(process.env, [])).toBe(printed)
  expect(await addresses()).toContain('olga@example.com')
})
