import { expect, it } from 'vitest'
import { createMember } from '@/lib/testing/fixtures'
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
