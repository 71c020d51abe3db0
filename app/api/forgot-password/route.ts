import { emailSchema, requestPasswordReset } from '@/lib/auth/accounts'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    body: emailSchema,
    status: 202,
    run: async ({ body, request }) => {
      await requestPasswordReset(body.email, request.headers)
      return { status: 'accepted' }
    },
  }),
})
