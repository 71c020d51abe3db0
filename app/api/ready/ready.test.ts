import { expect, it } from 'vitest'
import { registerJob } from '@/lib/jobs/state'
import { apiRequest, send } from '@/lib/testing/fixtures'
import { GET } from './route'

const ask = async (path: string) => (await send(GET, apiRequest('GET', path))).body

it('says how many jobs missed their last run, and neither their names nor their errors', async () => {
  registerJob('a job that works', 60_000)
  Object.assign(registerJob('a job that failed', 60_000), { failuresInRow: 1 })
  expect(await ask('/api/ready?verbose')).toEqual({ status: 'ok', jobs: { total: 2, missed: 1 } })
  expect(await ask('/api/ready')).toEqual({ status: 'ok' })
})
