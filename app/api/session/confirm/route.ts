import { confirmSchema, confirmSignIn } from '@/lib/auth/step-up'
import { keptResponse, operation, userRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = userRoute({
  POST: operation({
    summary: 'Confirm the sign-in',
    description:
      'Sensitive calls are then allowed for ten minutes. Send one proof: the password, or in an account with a second factor that one. The answer replaces the cookie: the former one, and every copy of it, has ended.',
    errors: ['invalid_credentials', 'rate_limited'],
    body: confirmSchema,
    run: async ({ ctx, body, request }) => keptResponse(await confirmSignIn(ctx, body, request.headers)),
  }),
})
