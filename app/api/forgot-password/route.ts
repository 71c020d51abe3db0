import { requestPasswordReset } from '@/lib/accounts/commands'
import { acceptedJsonSchema, emailSchema } from '@/lib/accounts/schema'
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
