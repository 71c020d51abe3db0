import { tokenSchema, verifyEmail } from '@/lib/auth/accounts'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    body: tokenSchema,
    run: async ({ body }) => {
      await verifyEmail(body.token)
      return { status: 'verified' }
    },
  }),
})
