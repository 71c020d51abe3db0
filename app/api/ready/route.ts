import { z } from 'zod'
import { isMissed, listJobs } from '@/lib/jobs/state'
import { assertReady } from '@/lib/server/readiness'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Check that the service can answer',
    description:
      'The database is reachable and migrated. With `verbose`, also how many background jobs this process runs, and how many of them missed their last run.',
    query: z.object({ verbose: z.string().optional() }),
    response: z.object({
      status: z.literal('ok'),
      jobs: z.object({ total: z.int(), missed: z.int() }).optional(),
    }),
    errors: ['unavailable'],
    run: async ({ query }) => {
      await assertReady()
      if (query.verbose === undefined) return { status: 'ok' as const }
      // Numbers only: anyone may ask. Names and times are in the metrics.
      const jobs = listJobs()
      return { status: 'ok' as const, jobs: { total: jobs.length, missed: jobs.filter((job) => isMissed(job)).length } }
    },
  }),
})
