import { resetPassword, resetPasswordSchema } from '@/lib/auth/accounts'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    body: resetPasswordSchema,
    run: ({ body, request }) => resetPassword(body, request.headers),
  }),
})
