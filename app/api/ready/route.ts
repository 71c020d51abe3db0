import { assertReady } from '@/lib/readiness'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    run: async () => {
      await assertReady()
      return { status: 'ok' }
    },
  }),
})
