import { acceptedJsonSchema, emailSchema, requestPasswordReset } from '@/lib/auth/accounts'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: operation({
    summary: 'Ask for a password reset',
    description:
      'Mails a link to choose a new password. The answer is the same whether or not the address has an account.',
    body: emailSchema,
    response: acceptedJsonSchema,
    errors: ['rate_limited'],
    status: 202,
    run: async ({ body, request }) => {
      await requestPasswordReset(body.email, request.headers)
      return { status: 'accepted' as const }
    },
  }),
})
