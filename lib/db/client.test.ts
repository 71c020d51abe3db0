import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMember, expectCode } from '@/lib/testing/fixtures'
import { database, disconnect } from './client'
import type { Beginning } from './scope'
import { askAfter, transaction } from './transaction'
import { withOrg } from './with-org'

it('answers a day as text and a bigint exactly, in whatever time zone the server is', async () => {
  const { ctx } = await createMember('viewer')
  const rows = await withOrg(
    ctx,
    'org:read',
    (db) => db.$queryRaw`select '2026-01-31'::date as day, 9007199254740993::bigint as big`,
  )
  expect(rows).toEqual([{ day: '2026-01-31', big: 9007199254740993n }])
})

// The embedded database has one connection.
describe.runIf(process.env.TEST_DATABASE_URL)('a connection whose answer does not come in time', () => {
  const begin = (): Beginning => ({ text: 'select 1', values: [], role: 'tenant' })
  const slow = { text: 'select pg_sleep(2)', values: [] }

  beforeEach(async () => {
    await disconnect()
    Object.assign(database().tenant.options, { query_timeout: 200 })
  })
  afterEach(disconnect)

  it.each([
    ['of statements in one message', () => askAfter('tenant', begin, [slow])],
    ['of a transaction', () => transaction('tenant', begin, (db) => db.$queryRaw`select pg_sleep(2)`)],
  ])('is closed, so that nobody else waits for it: %s', async (_, work) => {
    await expectCode(work(), 'unavailable')
    expect(database().tenant.totalCount).toBe(0)
  })
})
