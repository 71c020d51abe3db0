import { z } from 'zod'
import { assertReady } from '@/lib/server/readiness'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Check that the service can answer',
    description: 'The database is reachable and migrated.',
    response: z.object({ status: z.literal('ok') }),
    errors: ['unavailable'],
    run: async () => {
      await assertReady()
      return { status: 'ok' as const }
    },
  }),
})
