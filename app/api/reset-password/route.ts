import { resetPassword, resetPasswordSchema } from '@/lib/auth/accounts'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Reset a password',
    description: 'Ends every sign-in of the account.',
    body: resetPasswordSchema,
    errors: ['link_expired', 'rate_limited'],
    run: ({ body, request }) => resetPassword(body, request.headers),
  }),
})
