import { z } from 'zod'
import { isMissed, listJobs } from '@/lib/jobs/state'
import { assertReady, replicaState } from '@/lib/server/readiness'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Check that the service can answer',
    description:
      'The database is reachable and migrated. With `verbose`, also how many background jobs this process runs, and how many of them missed their last run; and, where there is a replica, whether it answers and how many seconds it is behind.',
    query: z.object({ verbose: z.string().optional() }),
    response: z.object({
      status: z.literal('ok'),
      jobs: z.object({ total: z.int(), missed: z.int() }).optional(),
      replica: z.object({ reachable: z.boolean(), lag_seconds: z.number().nullable() }).optional(),
    }),
    errors: ['unavailable'],
    run: async ({ query }) => {
      await assertReady()
      if (query.verbose === undefined) return { status: 'ok' as const }
      // Numbers only: anyone may ask. Names and times are in the metrics.
      const jobs = listJobs()
      const replica = await replicaState()
      return {
        status: 'ok' as const,
        jobs: { total: jobs.length, missed: jobs.filter((job) => isMissed(job)).length },
        // The primary answers for one that is away, so it does not turn readiness red.
        ...(replica && { replica }),
      }
    },
  }),
})
