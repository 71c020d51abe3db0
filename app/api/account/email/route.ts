import { requestEmailChange } from '@/lib/accounts/email-change'
import { acceptedJsonSchema, changeEmailSchema } from '@/lib/accounts/schema'
import { operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  PUT: operation({
    summary: 'Change my email address',
    description:
      'Mails a link to the new address, which changes when `POST /api/verify-email` takes the link’s secret. The answer is the same whether or not that address has an account.',
    body: changeEmailSchema,
    response: acceptedJsonSchema,
    status: 202,
    errors: ['reauth_required', 'email_unverified', 'rate_limited'],
    run: async ({ ctx, body, request }) => {
      await requestEmailChange(ctx, body.email, request.headers)
      return { status: 'accepted' as const }
    },
  }),
})
