import { z } from 'zod'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Check that the process is up',
    response: z.object({ status: z.literal('ok') }),
    run: async () => ({ status: 'ok' as const }),
  }),
})
