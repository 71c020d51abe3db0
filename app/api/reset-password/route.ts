import { resetPassword } from '@/lib/accounts/commands'
import { resetPasswordSchema } from '@/lib/accounts/schema'
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
